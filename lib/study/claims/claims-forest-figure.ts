import {
  type FigureDefinition,
  inPanel,
  type Layout,
  LEGEND_ABOVE,
  type Panel,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { SIZES } from "../shared/sizes.js";
import { type ClaimCheck, claimChecks } from "./checks.js";
import { CLAIM_FILES, type ClaimSource, GATHERED_CLAIM_FILES } from "./sources.js";

/** What is drawn of each claim: the beginning of its measure, and the axis (in per cent for shares). */
const PANELS = [
  {
    measure: "offered users a node, PID less agent",
    title: "C1: users a node,<br>PID less agent",
    range: [-6, 6],
  },
  {
    measure: "offered users a node, threshold less agent",
    title: "C1: users a node,<br>threshold less agent",
    range: [-6, 6],
  },
  { measure: "reward of one model", title: "C2: reward, one model<br>less own (%)", range: [-105, 45] },
  { measure: "over 10 service times", title: "C3: late or refused<br>(% of requests)", range: [0, 100] },
  { measure: "agent's churn rate", title: "C5: agent's churn<br>(% of steps)", range: [0, 100] },
  {
    measure: "violations, agent less threshold",
    title: "C6: violations, agent<br>less threshold (points)",
    range: [-25, 100],
  },
] as const;
const WORLDS: Readonly<
  Record<ClaimSource["world"], { readonly label: string; readonly color: string; readonly symbol: string }>
> = {
  writeup: { label: "write-up's simulator", color: "#0072b2", symbol: "circle" },
  exact: { label: "exact simulator", color: "#d55e00", symbol: "square" },
  real: { label: "real cluster, one agent a size", color: "#000000", symbol: "diamond" },
};
const SHIFT = { writeup: 1.3, exact: 0, real: -1.3 };

/** The claims' effects with their intervals, beside what each claim needs. */
export const claimsForest: FigureDefinition = {
  id: "claims-forest",
  source: sourceFile(__filename),
  title: "The write-up's claims: effects, intervals, and what each claim needs",
  caption:
    "One measure of each claim that is judged by an interval, by number of containers $N$ and world: the effect with its 95 % interval (C1: median over training runs at equal violations; others: mean over training " +
    "runs, on the real cluster over runs), and the limit that the claim names (dashed; it needs whole intervals in the shaded part). Intervals that go beyond the axis are cut. C4 is counted, C7 open.",
  size: "fullTall",
  inputs: CLAIM_FILES,
  gathered: GATHERED_CLAIM_FILES,
  draw(data) {
    const checks = claimChecks(data);
    const panels = panelGrid({ rows: 2, columns: 3, xGap: 0.06, yGap: 0.22 });
    const traces: Trace[] = [];
    const shapes: Layout[] = [];
    const seen = new Set<string>();
    for (const [p, { measure, range }] of PANELS.entries()) {
      const own = checks.filter((check) => check.measure.startsWith(measure));
      for (const check of own) {
        traces.push({
          ...effectTrace(check, range),
          ...inPanel(panels[p]),
          showlegend: !seen.has(check.world),
        });
        seen.add(check.world);
      }
      const [{ claim, limit, style } = { claim: "C1", limit: undefined, style: undefined }] = own;
      if (limit !== undefined)
        shapes.push(
          ...limitShapes(panels[p], (style === "percent" ? 100 : 1) * limit, claim === "C3", range),
        );
    }
    const axes = PANELS.map(({ range }, p) =>
      panelAxes(panels[p], {
        x: { range: [...range], nticks: 5 },
        y: {
          title: p % 3 === 0 ? "<i>N</i>" : "",
          tickvals: [...SIZES],
          range: [28, 2],
          ...(p % 3 > 0 && { showticklabels: false }),
        },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.12 },
        shapes,
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};

function effectTrace({ effects, style, world }: ClaimCheck, [least, most]: readonly [number, number]): Trace {
  const { label, color, symbol } = WORLDS[world];
  const scale = style === "percent" ? 100 : 1;
  const cut = (value: number) => Math.min(Math.max(scale * value, least), most);
  const known = effects.filter(
    ({ effect }) => scale * effect.estimate >= least && scale * effect.estimate <= most,
  );
  return {
    type: "scatter",
    mode: "markers",
    name: label,
    x: known.map(({ effect }) => scale * effect.estimate),
    y: known.map(({ size }) => size - SHIFT[world]),
    marker: { color, symbol, size: 5.5 },
    error_x: {
      type: "data",
      symmetric: false,
      array: known.map(({ effect }) => cut(effect.upper) - scale * effect.estimate),
      arrayminus: known.map(({ effect }) => scale * effect.estimate - cut(effect.lower)),
      color,
      thickness: 1.1,
      width: 0,
    },
    legendgroup: world,
  };
}

/** The limit as a line, and the side of it that the claim needs. */
function limitShapes(
  { suffix }: Panel,
  limit: number,
  isBelow: boolean,
  [least, most]: readonly [number, number],
): readonly Layout[] {
  const place = { xref: `x${suffix}`, yref: `y${suffix} domain`, y0: 0, y1: 1, layer: "below" };
  return [
    {
      ...place,
      type: "rect",
      x0: isBelow ? least : limit,
      x1: isBelow ? limit : most,
      fillcolor: "#eef3e6",
      line: { width: 0 },
    },
    { ...place, type: "line", x0: limit, x1: limit, line: { color: "#777777", width: 0.9, dash: "dash" } },
  ];
}

import { type Comparison, type CurvePoint, runsOf } from "../../evaluation/index.js";
import { type Limits, meanInterval, NOT_NEGATIVE, NOT_POSITIVE, SHARE } from "../../statistics/index.js";
import type { Picture, Trace } from "../definitions.js";
import { inPanel, LEGEND_ABOVE, panelAxes, panelGrid } from "../panels.js";
import { bandTrace, COLORS, lineTrace } from "../style.js";

/** What is drawn of learning, a column each. */
const QUANTITIES: readonly {
  readonly key: Exclude<keyof CurvePoint, "steps">;
  readonly title: string;
  readonly limits: Limits;
  readonly factor: number;
}[] = [
  { key: "stepReward", title: "Reward of a step, as paid", limits: NOT_POSITIVE, factor: 1 },
  { key: "churnRate", title: "Churn (%)", limits: SHARE, factor: 100 },
  { key: "fleetShare", title: "Fleet (% of <i>N</i>)", limits: NOT_NEGATIVE, factor: 100 },
];

/**
 * Learning curves of all variants: reward of a step as each variant pays it (not to be compared between variants), churn and fleet
 * while the agents explore; a row of panels a size, means over training runs with their 95 % bands.
 * @example
 * // needs a comparison
 * report.learningCurvesPicture(comparison).data.length > 2; // -> true
 */
export function learningCurvesPicture(comparison: Comparison): Picture {
  const { sizes, variants } = comparison.plan;
  const columns = QUANTITIES.length;
  const panels = panelGrid({ rows: sizes.length, columns, xGap: 0.09, yGap: 0.14 });
  const traces: Trace[] = [];
  for (const [row, size] of sizes.entries())
    for (const [column, quantity] of QUANTITIES.entries()) {
      const place = inPanel(panels[row * columns + column]);
      for (const [i, { name }] of variants.entries()) {
        const curves = runsOf(comparison, name, size).map(({ curve }) => curve);
        const style = { color: COLORS[i % COLORS.length] };
        const { x, intervals } = meanCurve(curves, quantity);
        const [y, lower, upper] = (["estimate", "lower", "upper"] as const).map((bound) =>
          intervals.map((interval) => interval[bound]),
        ) as [number[], number[], number[]];
        if (curves.length > 1) traces.push({ ...bandTrace({ x, lower, upper }, style), ...place });
        const isNamed = row === 0 && column === 0;
        traces.push({
          ...lineTrace({ name, x, y }, style),
          ...place,
          legendgroup: name,
          showlegend: isNamed,
        });
      }
    }
  const axes = panels.map((panel, p) => {
    const row = Math.floor(p / columns);
    const { title } = QUANTITIES[p % columns];
    return panelAxes(panel, {
      x: { title: row === sizes.length - 1 ? "Steps (thousands)" : "", nticks: 4 },
      y: { title: sizes.length > 1 ? `${title}, <i>N</i> = ${sizes[row]}` : title, nticks: 5 },
    });
  });
  return {
    data: traces,
    layout: { ...Object.assign({}, ...axes), showlegend: true, legend: { ...LEGEND_ABOVE, y: 1.04 } },
  };
}

/** Points that all curves have, and the mean there. */
function meanCurve(
  curves: readonly (readonly CurvePoint[])[],
  { key, limits, factor }: (typeof QUANTITIES)[number],
) {
  const length = Math.min(...curves.map((curve) => curve.length));
  const places = Array.from({ length }, (_, i) => i);
  const [first = []] = curves;
  return {
    x: places.map((i) => first[i].steps / 1000),
    intervals: places.map((i) => {
      const values = curves.map((curve) => curve[i][key]);
      const { estimate, lower, upper } = meanInterval(values, { limits });
      return { estimate: factor * estimate, lower: factor * lower, upper: factor * upper };
    }),
  };
}

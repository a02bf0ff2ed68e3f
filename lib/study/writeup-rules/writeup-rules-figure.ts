import {
  COLORS,
  type FigureDefinition,
  inPanel,
  intervalTrace,
  type Layout,
  LEGEND_ABOVE,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { WRITEUP_TRAFFICS } from "../writeup/comparison.js";
import { PUBLISHED_RULES, PUBLISHED_STEPS } from "../writeup/published.js";
import { publishedTrace } from "../writeup/published-trace.js";
import { type WriteupRule, writeupComparisons } from "./comparison.js";
import { WRITEUP_RULES_FILE } from "./experiment.js";

const RULES: readonly (readonly [WriteupRule, string])[] = [
  ["writeup-threshold", "Threshold"],
  ["writeup-pid", "PID"],
];
/** A panel a column: what it shows, the factor from the table's unit, and where its axis begins, as a share of the least value. */
const QUANTITIES = [
  { key: "cpu", title: "CPU (%)", scale: 100, from: 0.85 },
  {
    key: "events",
    title: "Events (% of steps)",
    scale: 100 / PUBLISHED_STEPS,
    from: 0,
  },
  { key: "violations", title: "SLA viol. (% of steps)", scale: 100, from: 0 },
  { key: "users", title: "Users a node", scale: 1, from: 0.7 },
] as const;
const STYLES = [
  { color: COLORS[1], symbol: "square" },
  { color: COLORS[0], symbol: "circle" },
];

/** The write-up's rules on its own simulator: its numbers and ours. */
export const writeupRulesFigure: FigureDefinition = {
  id: "writeup-rules",
  source: sourceFile(__filename),
  title: "The write-up's rules on its own simulator, published and reproduced",
  caption:
    "The write-up's threshold rule (top) and PID rule (bottom) on its own simulator, against the number of nodes $N$: the published " +
    "values (crosses, one run each) and ours, on the 8 patterns of its training traffic (squares) and on all 11 (circles). Means over runs; " +
    "bars are 95 % prediction intervals, in which one more run of the same length would fall; a panel cuts off bars much longer than its range of values.",
  size: "fullTall",
  inputs: [WRITEUP_RULES_FILE],
  draw(data) {
    const panels = panelGrid({ rows: 2, columns: QUANTITIES.length, xGap: 0.085, yGap: 0.16 });
    const traces: Trace[] = [];
    const titles: Layout[] = [];
    let axes = {};
    RULES.forEach(([rule, label], r) => {
      const comparisons = writeupComparisons(data, rule);
      QUANTITIES.forEach(({ key, title, scale, from }, q) => {
        const panel = panels[r * QUANTITIES.length + q];
        const shown = [
          ...comparisons.map((one) => scale * one.ours[key].estimate),
          ...PUBLISHED_RULES[rule].map((row) => scale * row[key]),
        ];
        const [least, most] = [Math.min(...shown), Math.max(...shown)];
        const place = { ...inPanel(panel), showlegend: r === 0 && q === 0 };
        WRITEUP_TRAFFICS.forEach(({ patterns }, i) => {
          const own = comparisons.filter((one) => one.patterns === patterns);
          const of = (bound: "estimate" | "lower" | "upper") =>
            own.map((one) => scale * one.ours[key][bound]);
          const series = {
            name: `ours, ${patterns} patterns`,
            x: own.map((one) => one.size + (i === 0 ? -0.6 : 0.6)),
            y: of("estimate"),
            lower: of("lower"),
            upper: of("upper"),
          };
          traces.push({ ...intervalTrace(series, STYLES[i]), legendgroup: `${patterns}`, ...place });
        });
        traces.push({
          ...publishedTrace(
            PUBLISHED_RULES[rule].map((row) => row.size),
            PUBLISHED_RULES[rule].map((row) => scale * row[key]),
          ),
          ...place,
        });
        axes = {
          ...axes,
          ...panelAxes(panel, {
            x: {
              title: r === 1 ? "<i>N</i>" : "",
              tickvals: [5, 10, 15, 20, 25],
              range: [2.5, 27.5],
            },
            y: {
              title: q === 0 ? label : "",
              nticks: 5,
              range: [from * least, most + 0.3 * (most - from * least)],
            },
          }),
        };
        titles.push(panelTitle(panel, title));
      });
    });
    return {
      data: traces,
      layout: { ...axes, showlegend: true, legend: LEGEND_ABOVE, annotations: titles },
    };
  },
};

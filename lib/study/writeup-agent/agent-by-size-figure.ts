import {
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
import { controllerStyle } from "../shared/controller-style.js";
import { WRITEUP_TRAFFICS } from "../writeup/comparison.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../writeup/published.js";
import { publishedTrace } from "../writeup/published-trace.js";
import { type AgentQuantity, agentComparisons } from "./comparison.js";
import { WRITEUP_AGENT_FILE } from "./experiment.js";

const PANELS: readonly {
  readonly key: AgentQuantity;
  readonly title: string;
  readonly scale: number;
  readonly axis?: Layout;
}[] = [
  { key: "reward", title: "Reward per step", scale: 1 },
  { key: "cpu", title: "CPU (%)", scale: 100 },
  { key: "latency", title: "Latency (s)", scale: 1, axis: { rangemode: "tozero" } },
  { key: "events", title: "Events (% of steps)", scale: 100 / PUBLISHED_STEPS, axis: { range: [0, 100] } },
  { key: "users", title: "Users a node", scale: 1 },
  { key: "violations", title: "SLA viol. (% of steps)", scale: 100, axis: { rangemode: "tozero" } },
];
const SYMBOLS = ["square", "circle"];

/** The write-up's agent on its own simulator: its numbers and ours. */
export const agentBySize: FigureDefinition = {
  id: "agent-by-size",
  source: sourceFile(__filename),
  title: "The write-up's agent on its own simulator, published and reproduced",
  caption:
    "The write-up's agent on its own simulator, with the mean action, against the number of nodes $N$: the published values (crosses, one training run each) " +
    "and ours on the 8 patterns of its training traffic (squares) and on all 11 (circles). Means over training runs; bars are 95 % prediction intervals, in " +
    "which one more training run would fall.",
  size: "fullTall",
  inputs: [WRITEUP_AGENT_FILE],
  draw(data) {
    const comparisons = agentComparisons(data);
    const panels = panelGrid({ rows: 2, columns: 3, xGap: 0.1, yGap: 0.16 });
    const { color } = controllerStyle("ppo-writeup");
    const traces: Trace[] = [];
    for (const [p, { key, scale }] of PANELS.entries()) {
      for (const [i, { patterns }] of WRITEUP_TRAFFICS.entries()) {
        const own = comparisons.filter((one) => one.patterns === patterns);
        const of = (bound: "estimate" | "lower" | "upper") => own.map((one) => scale * one.ours[key][bound]);
        const trace = intervalTrace(
          {
            name: `ours, ${patterns} patterns`,
            x: own.map(({ size }) => size + (i === 0 ? -0.6 : 0.6)),
            y: of("estimate"),
            lower: of("lower"),
            upper: of("upper"),
          },
          { color, symbol: SYMBOLS[i] },
        );
        traces.push({ ...trace, legendgroup: `${patterns}`, showlegend: p === 0, ...inPanel(panels[p]) });
      }
      traces.push({
        ...publishedTrace(
          PUBLISHED_AGENT.map(({ size }) => size),
          PUBLISHED_AGENT.map((row) => scale * row[key]),
        ),
        showlegend: p === 0,
        ...inPanel(panels[p]),
      });
    }
    const axes = PANELS.map(({ axis }, p) =>
      panelAxes(panels[p], {
        x: { title: p >= 3 ? "<i>N</i>" : "", tickvals: [5, 10, 15, 20, 25], range: [2.5, 27.5] },
        y: { nticks: 5, ...axis },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: LEGEND_ABOVE,
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};

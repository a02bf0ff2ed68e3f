import { worldByName } from "../../cluster/index.js";
import { measuredSizes, type RowValue, seedMeans } from "../../evaluation/index.js";
import {
  dotTraces,
  type FigureDefinition,
  inPanel,
  type Layout,
  LEGEND_ABOVE,
  type Panel,
  panelAxes,
  panelGrid,
  panelTitle,
  resultRows,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { controllerStyle } from "../shared/controller-style.js";
import { WRITEUP_TRAFFICS } from "../writeup/comparison.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../writeup/published.js";
import { publishedTrace } from "../writeup/published-trace.js";
import { AGENT_QUANTITIES, type AgentQuantity } from "./comparison.js";
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
  { key: "users", title: "Users a node", scale: 1, axis: { range: [0, 21] } },
  { key: "violations", title: "SLA viol. (% of steps)", scale: 100, axis: { rangemode: "tozero" } },
];
const SYMBOLS = ["square", "circle"];
const DOT_COLORS = ["#cc79a7", controllerStyle("ppo-writeup").color];
/** Users that a node serves. */
const SERVED = worldByName("writeup").spec(1).containers[0].serviceRate;

/** The write-up's agent on its own simulator: its numbers and ours. */
export const agentBySize: FigureDefinition = {
  id: "agent-by-size",
  source: sourceFile(__filename),
  title: "The write-up's agent on its own simulator, published and reproduced",
  caption:
    "The write-up's agent on its own simulator, with the mean action, against the number of nodes $N$: the published values (crosses, one training run each) " +
    "and ours, a dot a training run, on the 8 patterns of its training traffic (light, left) and on all 11 (dark, right); bars: median and quartiles. A node serves " +
    `${SERVED} users (dashed).`,
  size: "fullTall",
  inputs: [WRITEUP_AGENT_FILE],
  draw(data) {
    const rows = resultRows(data, WRITEUP_AGENT_FILE).filter((row) => row.controller === "ppo-writeup");
    const panels = panelGrid({ rows: 2, columns: 3, xGap: 0.1, yGap: 0.16 });
    const traces: Trace[] = [];
    for (const [p, { key, scale }] of PANELS.entries()) {
      const ours = AGENT_QUANTITIES.find((quantity) => quantity.key === key)?.ours as RowValue;
      for (const [i, { workload, patterns }] of WRITEUP_TRAFFICS.entries()) {
        const groups = measuredSizes(rows).map((size) => ({
          x: size + (i === 0 ? -0.8 : 0.8),
          values: seedMeans(
            rows.filter((row) => row.size === size && row.workload === workload),
            ours,
          ).map((value) => scale * value),
        }));
        const style = { color: DOT_COLORS[i], symbol: SYMBOLS[i] };
        const dots = dotTraces({ name: `ours, ${patterns} patterns`, groups }, style);
        traces.push(
          ...dots.map((trace, part) => ({
            ...trace,
            legendgroup: `${patterns}`,
            showlegend: p === 0 && part === 0,
            ...inPanel(panels[p]),
          })),
        );
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
        shapes: PANELS.flatMap(({ key }, p) => (key === "users" ? [servedLine(panels[p])] : [])),
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};

/** The users that a node serves. */
function servedLine({ suffix }: Panel): Layout {
  return {
    type: "line",
    xref: `x${suffix} domain`,
    yref: `y${suffix}`,
    x0: 0,
    x1: 1,
    y0: SERVED,
    y1: SERVED,
    line: { color: "#777777", width: 0.8, dash: "dash" },
  };
}

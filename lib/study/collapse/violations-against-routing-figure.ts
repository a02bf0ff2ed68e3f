import { COLLAPSE_WORDS, distinct, type ResultRow, seedMeans } from "../../evaluation/index.js";
import {
  type FigureDefinition,
  inPanel,
  LEGEND_ABOVE,
  panelAxes,
  panelGrid,
  panelTitle,
  resultRows,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { WRITEUP_AGENT_FILE } from "../writeup-agent/experiment.js";
import { routingRuns } from "./collapsed.js";
import { COLLAPSE_FILE } from "./experiment.js";

const AGENT = "ppo-writeup";
const PANELS = [
  { cluster: "writeup", file: WRITEUP_AGENT_FILE, title: "The write-up's simulator" },
  { cluster: "sim", file: EXACT_AGENT_FILE, title: "The exact simulator" },
] as const;
/** From few containers to many: light to dark. */
const SIZE_COLORS: Readonly<Record<number, string>> = {
  5: "#e3b5c6",
  10: "#cc79a7",
  15: "#a8437f",
  20: "#882255",
  25: "#3d0f26",
};

/** Every training run's violations against how far its routing is from equal shares. */
export const violationsAgainstRouting: FigureDefinition = {
  id: "violations-against-routing",
  source: sourceFile(__filename),
  title: "SLA violations against routing error, a dot a training run",
  caption:
    "Every training run of the write-up's agent, trained and evaluated on its own simulator (left, all 11 patterns) and on the exact one (right, all test workloads): SLA violation rate, refused requests " +
    `included, against routing error, the distance of the commanded shares from equal ones. Crosses: collapsed (${COLLAPSE_WORDS}).`,
  size: "full",
  inputs: [EXACT_AGENT_FILE, WRITEUP_AGENT_FILE, COLLAPSE_FILE],
  draw(data) {
    const panels = panelGrid({ rows: 1, columns: PANELS.length, xGap: 0.09, yGap: 0 });
    const traces: Trace[] = [];
    for (const [p, { cluster, file }] of PANELS.entries()) {
      const rows = resultRows(data, file).filter(
        (row) => row.controller === AGENT && (cluster === "sim" || row.workload === "writeup-test"),
      );
      const collapsed = routingRuns(data, cluster).filter(({ isCollapsed }) => isCollapsed);
      for (const size of distinct(rows, (row) => row.size)) {
        const own = rows.filter((row) => row.size === size);
        const seeds = [...distinct(own, (row) => row.training_seed)].sort((a, b) => a - b);
        const of = (value: (row: ResultRow) => number) => seedMeans(own, value).map((one) => 100 * one);
        const isCollapsed = (seed: number) =>
          collapsed.some((run) => run.size === size && run.trainingSeed === seed);
        const color = SIZE_COLORS[size] ?? "#777777";
        traces.push({
          type: "scatter",
          mode: "markers",
          name: `<i>N</i> = ${size}`,
          x: of((row) => row.routing_error),
          y: of((row) => row.sla_violation_rate),
          marker: {
            color,
            size: 6.5,
            symbol: seeds.map((seed) => (isCollapsed(seed) ? "x-thin" : "circle")),
            line: { color, width: seeds.map((seed) => (isCollapsed(seed) ? 2 : 0)) },
          },
          legendgroup: String(size),
          showlegend: p === 0,
          ...inPanel(panels[p]),
        });
      }
    }
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: "Routing error (%)", range: [-3, 75] },
        y: { title: p === 0 ? "SLA violations (%)" : "", range: [-3, 100] },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.1 },
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};

import { type MetricName, measuredSizes, pairedRuns } from "../../evaluation/index.js";
import {
  type FigureDefinition,
  inPanel,
  LEGEND_ABOVE,
  panelAxes,
  panelGrid,
  panelTitle,
  picturePending,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { CONTENDERS, ofContender, REAL_FILES, realRows, simulatedRows } from "../real-cluster/contenders.js";

const PANELS: readonly { readonly metric: MetricName; readonly title: string; readonly scale: number }[] = [
  { metric: "response_time_mean", title: "Mean response time (s)", scale: 1 },
  { metric: "response_time_p95", title: "95th percentile (s)", scale: 1 },
  { metric: "cpu_mean", title: "CPU (%)", scale: 100 },
  { metric: "queue_mean", title: "Requests a container", scale: 1 },
  { metric: "sla_violation_rate", title: "SLA violations (%)", scale: 100 },
  { metric: "fleet_share", title: "Fleet share (%)", scale: 100 },
];

/** Every controller at every size, simulated against real. */
export const realAgainstSimulated: FigureDefinition = {
  id: "real-against-simulated",
  source: sourceFile(__filename),
  title: "Real cluster against calibrated simulator",
  caption:
    "Each controller at each number of containers on the real cluster (vertical) against the calibrated simulator (horizontal), on the same arrivals: means over the runs that both worlds have; larger symbols " +
    "are larger $N$. On the dashed diagonal both agree; the order of symbols along the two axes is what a rank correlation compares.",
  size: "fullTall",
  inputs: [],
  gathered: REAL_FILES,
  draw(data) {
    const [real, simulated] = [realRows(data), simulatedRows(data)];
    const sizes = measuredSizes(real);
    const series = CONTENDERS.map((contender) => ({
      contender,
      pairs: sizes
        .map((size) =>
          pairedRuns(ofContender(real, contender, size), ofContender(simulated, contender, size)),
        )
        .filter((pairs) => pairs.length > 0),
    })).filter(({ pairs }) => pairs.length > 0);
    if (series.length === 0) return picturePending();
    const panels = panelGrid({ rows: 2, columns: 3, xGap: 0.1, yGap: 0.2 });
    const traces: Trace[] = [];
    const ends: number[] = [];
    for (const [p, { metric, scale }] of PANELS.entries()) {
      let largest = 0;
      for (const { contender, pairs } of series) {
        const position = (own: (typeof pairs)[number], world: 0 | 1) =>
          scale * mean(own.map((pair) => pair[world][metric]));
        const x = pairs.map((own) => position(own, 1));
        const y = pairs.map((own) => position(own, 0));
        largest = Math.max(largest, ...x, ...y);
        const { color, symbol = "circle" } = contender.style;
        traces.push({
          type: "scatter",
          mode: "markers",
          name: contender.label,
          x,
          y,
          marker: {
            color,
            symbol,
            size: pairs.map(([[row]]) => 4 + row.size / 5),
            line: { color, width: 1 },
          },
          legendgroup: contender.label,
          showlegend: p === 0,
          ...inPanel(panels[p]),
        });
      }
      ends.push(1.08 * largest || 1);
    }
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: p >= 3 ? "Simulated" : "", range: [0, ends[p]], nticks: 4 },
        y: { title: p % 3 === 0 ? "Real" : "", range: [0, ends[p]], nticks: 4 },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: LEGEND_ABOVE,
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
        shapes: panels.map(({ suffix }, p) => ({
          type: "line",
          xref: `x${suffix}`,
          yref: `y${suffix}`,
          x0: 0,
          y0: 0,
          x1: ends[p],
          y1: ends[p],
          layer: "below",
          line: { color: "#999999", width: 0.7, dash: "dash" },
        })),
      },
    };
  },
};

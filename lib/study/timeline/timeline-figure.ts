import { distinct } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  inPanel,
  type Layout,
  LEGEND_ABOVE,
  lineTrace,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { TIMELINE_FILE } from "./experiment.js";
import { timelines } from "./phases.js";

const WORKLOAD = "flash-0.25-0.75";

/** One run in flash crowds, step by step. */
export const timelineFigure: FigureDefinition = {
  id: "timeline",
  source: sourceFile(__filename),
  title: "Rules in flash crowds, step by step",
  caption:
    `One run of the workload *${WORKLOAD}* at $N = ${SINGLE_SIZE}$, the same arrivals for each rule: offered load in containers' worth, ` +
    "containers that are ready, and the fleet that is paid for (top); requests that violate the SLA in each control step (bottom). The fleet can grow by one " +
    "container a step, and a container serves two seconds after it was started, so every crowd meets too small a fleet. A single run: see the table for what is typical.",
  size: "full",
  inputs: [TIMELINE_FILE],
  draw(data) {
    const runs = timelines(data).filter((one) => one.workload === WORKLOAD && one.run === 0);
    const controllers = distinct(runs, (one) => one.controller);
    const panels = panelGrid({ rows: 2, columns: controllers.length, xGap: 0.03, yGap: 0.09 });
    const most = Math.max(...runs.flatMap(({ steps }) => steps.map(({ violations }) => violations)));
    const traces: Trace[] = [];
    const axes: Layout[] = [];
    for (const [c, controller] of controllers.entries()) {
      const { steps } = runs.find((one) => one.controller === controller) as (typeof runs)[number];
      const x = steps.map(({ step }) => step);
      const [upper, lower] = [panels[c], panels[c + controllers.length]];
      const lines = [
        { name: "offered load", y: steps.map(({ load }) => load), style: { color: "#000000" }, width: 1.1 },
        { name: "fleet", y: steps.map(({ fleet }) => fleet), style: { color: COLORS[4] }, width: 2.4 },
        { name: "ready", y: steps.map(({ ready }) => ready), style: { color: COLORS[0] }, width: 1.1 },
      ];
      for (const { name, y, style, width } of lines) {
        const line = lineTrace({ name, x, y }, style);
        traces.push({
          ...line,
          line: { ...(line.line as object), shape: "hv", width },
          ...inPanel(upper),
          legendgroup: name,
          showlegend: c === 0,
        });
      }
      const violations = lineTrace(
        { name: "violations", x, y: steps.map((step) => step.violations) },
        { color: COLORS[1] },
      );
      traces.push({
        ...violations,
        fill: "tozeroy",
        line: { ...(violations.line as object), width: 0.8 },
        ...inPanel(lower),
        showlegend: false,
      });
      const time = { range: [0, steps.length], tickvals: [0, 100, 200] };
      axes.push(
        panelAxes(upper, {
          x: { ...time, showticklabels: false },
          y: { range: [0, SINGLE_SIZE + 0.5], title: c === 0 ? "Containers" : "", showticklabels: c === 0 },
        }),
        panelAxes(lower, {
          x: { ...time, title: "Time (s)" },
          y: { range: [0, 1.05 * most], title: c === 0 ? "Violations" : "", showticklabels: c === 0 },
        }),
      );
    }
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.09 },
        annotations: controllers.map((controller, c) => panelTitle(panels[c], controllerLabel(controller))),
      },
    };
  },
};

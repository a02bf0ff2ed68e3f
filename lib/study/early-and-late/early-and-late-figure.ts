import { worldByName } from "../../cluster/index.js";
import { distinct } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  inPanel,
  type Layout,
  LEGEND_ABOVE,
  lineTrace,
  numberIn,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { EARLY_AND_LATE_FILE } from "./experiment.js";

/** Users that a node serves on the write-up's simulator. */
const SERVED = worldByName("writeup").spec(1).containers[0].serviceRate;
/** Of the steps recorded; more would be too dense to read. */
const STEPS_SHOWN = 300;

/** The write-up's agent against the load, early and late in its training. */
export const earlyAndLateFigure: FigureDefinition = {
  id: "early-and-late",
  source: sourceFile(__filename),
  title: "The write-up's agent against the load, early and late in training",
  caption:
    "The write-up's agent at $N = 10$ (training seed 1, mean action) on its own simulator, on the same users, after the first twentieth of its training (left) and at the end " +
    `(right): users, and the users that the active nodes serve, ${SERVED} each (top); mean latency (bottom).`,
  size: "full",
  inputs: [EARLY_AND_LATE_FILE],
  draw(data) {
    const rows = data
      .rows(EARLY_AND_LATE_FILE)
      .map((row) => ({
        trained: numberIn(row, "trained_steps"),
        step: numberIn(row, "step"),
        users: numberIn(row, "users"),
        active: numberIn(row, "active"),
        latency: numberIn(row, "latency"),
      }))
      .filter(({ step }) => step < STEPS_SHOWN);
    const stages = distinct(rows, ({ trained }) => trained);
    const panels = panelGrid({ rows: 2, columns: stages.length, xGap: 0.05, yGap: 0.1 });
    const most = 1.05 * Math.max(...rows.map(({ active }) => SERVED * active));
    const traces: Trace[] = [];
    const axes: Layout[] = [];
    for (const [s, trained] of stages.entries()) {
      const own = rows.filter((row) => row.trained === trained);
      const x = own.map(({ step }) => step);
      const [upper, lower] = [panels[s], panels[s + stages.length]];
      const lines = [
        { name: "users", y: own.map(({ users }) => users), color: "#000000" },
        {
          name: "users that active nodes serve",
          y: own.map(({ active }) => SERVED * active),
          color: COLORS[0],
        },
      ];
      for (const { name, y, color } of lines) {
        const line = lineTrace({ name, x, y }, { color });
        traces.push({
          ...line,
          line: { ...(line.line as object), shape: "hv", width: 1.1 },
          ...inPanel(upper),
          legendgroup: name,
          showlegend: s === 0,
        });
      }
      const latency = lineTrace(
        { name: "latency", x, y: own.map((row) => row.latency) },
        { color: COLORS[1] },
      );
      traces.push({ ...latency, ...inPanel(lower), showlegend: false });
      axes.push(
        panelAxes(upper, {
          x: { range: [0, STEPS_SHOWN], showticklabels: false },
          y: { title: s === 0 ? "Users" : "", range: [0, most], ...(s > 0 && { showticklabels: false }) },
        }),
        panelAxes(lower, {
          x: { title: "Control step", range: [0, STEPS_SHOWN] },
          y: { title: s === 0 ? "Latency (s)" : "", type: "log", range: [-1.4, 0.7] },
        }),
      );
    }
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.1 },
        annotations: stages.map((trained, s) =>
          panelTitle(panels[s], `after ${trained.toLocaleString("en-US")} steps`),
        ),
      },
    };
  },
};

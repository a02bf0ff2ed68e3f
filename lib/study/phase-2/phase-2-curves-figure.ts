import {
  COLORS,
  type FigureDefinition,
  inPanel,
  type Layout,
  lineTrace,
  panelAxes,
  panelGrid,
  panelTitle,
  picturePending,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { controllerStyle } from "../shared/controller-style.js";
import { fineTuningCourses, PHASE_2_FILES } from "./fine-tuning.js";

/** Reward and divergence in phase 2, and when the guard's rule was in charge. */
export const phase2Curves: FigureDefinition = {
  id: "phase-2-curves",
  source: sourceFile(__filename),
  title: "Phase 2 on the real cluster: reward, divergence and take-overs",
  caption:
    "Phase 2 of the write-up's agent on the real cluster, at each number of containers $N$, against control steps of the cluster. Top: mean reward of a step in each rollout of 256 steps, with the noise of " +
    "training. Bottom: exact Kullback-Leibler divergence from the agent of phase 1 after each update, and its limit (dashed). Grey: steps under the guard's rule, which the agent doesn't learn from.",
  size: "full",
  inputs: [],
  gathered: PHASE_2_FILES,
  draw(data) {
    const courses = fineTuningCourses(data);
    if (courses.length === 0) return picturePending();
    const columns = courses.length;
    const panels = panelGrid({ rows: 2, columns, xGap: 0.08, yGap: 0.12 });
    const traces: Trace[] = [];
    const shapes: Layout[] = [];
    for (const [i, { updates, takeOvers }] of courses.entries()) {
      const x = updates.map(({ clusterSteps }) => clusterSteps);
      const [top, bottom] = [panels[i], panels[columns + i]];
      const style = controllerStyle("ppo-writeup");
      const curve = (name: string, y: readonly number[]) => ({
        ...lineTrace({ name, x, y }, style),
        mode: "lines+markers",
        marker: { color: style.color, size: 4 },
      });
      traces.push({
        ...curve(
          "reward",
          updates.map(({ stepReward }) => stepReward),
        ),
        ...inPanel(top),
      });
      traces.push({
        ...curve(
          "divergence",
          updates.map(({ divergence }) => divergence),
        ),
        ...inPanel(bottom),
      });
      const limit = updates.map(({ divergenceLimit }) => divergenceLimit);
      traces.push({
        ...lineTrace({ name: "limit", x, y: limit }, { color: COLORS[6], dash: "dash" }),
        ...inPanel(bottom),
      });
      for (const { from, until } of takeOvers)
        for (const { suffix } of [top, bottom])
          shapes.push({
            type: "rect",
            xref: `x${suffix}`,
            yref: `y${suffix} domain`,
            x0: from,
            x1: until,
            y0: 0,
            y1: 1,
            layer: "below",
            fillcolor: "#dddddd",
            line: { width: 0 },
          });
    }
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: p >= columns ? "Control steps" : "", rangemode: "tozero", nticks: 4 },
        y: {
          title: p === 0 ? "Reward a step" : p === columns ? "Divergence (nats)" : "",
          ...(p >= columns && { rangemode: "tozero" }),
        },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        margin: { l: 50, r: 10, t: 24, b: 38, pad: 0 },
        shapes,
        annotations: courses.map(({ size }, i) => panelTitle(panels[i], `<i>N</i> = ${size}`)),
      },
    };
  },
};

import {
  bandTrace,
  COLORS,
  type FigureDefinition,
  inPanel,
  LEGEND_ABOVE,
  lineTrace,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { quantile } from "../../statistics/index.js";
import { controllerStyle } from "../shared/controller-style.js";
import { PUBLISHED_AGENT } from "../writeup/published.js";
import { publishedTrace } from "../writeup/published-trace.js";
import { type LearningCurve, learningCurves } from "./curves.js";
import { CURVES_FILE } from "./experiment.js";

const CLUSTERS = [
  { cluster: "writeup", label: "its simulator", style: controllerStyle("ppo-writeup") },
  { cluster: "sim", label: "exact simulator", style: { color: COLORS[0], dash: "dash" } },
] as const;

/** How the write-up's agent learns, size by size and seed by seed. */
export const learningCurvesFigure: FigureDefinition = {
  id: "learning-curves",
  source: sourceFile(__filename),
  title: "Learning curves of the write-up's agent at five sizes",
  caption:
    "Phase 1 of the write-up's agent: mean reward of the last 100 episodes (of 100 steps, actions drawn with noise) against environment steps, at each number of " +
    "containers $N$, on the write-up's simulator (solid) and on the exact one (dashed): median over training runs, and the band between the quartiles. The cross is the write-up's final value, one " +
    "training run. The axis leaves out the first steep climb.",
  size: "full",
  inputs: [CURVES_FILE],
  draw(data) {
    const curves = learningCurves(data).filter(({ agent }) => agent === "ppo-writeup");
    const panels = panelGrid({ rows: 1, columns: PUBLISHED_AGENT.length, xGap: 0.045, yGap: 0 });
    const traces: Trace[] = [];
    for (const [p, { size, episodeReward }] of PUBLISHED_AGENT.entries()) {
      for (const { cluster, label, style } of CLUSTERS) {
        const own = curves.filter((curve) => curve.cluster === cluster && curve.sizes === String(size));
        const { x, lower, median, upper } = quartileCurve(own);
        traces.push(
          { ...bandTrace({ x, lower, upper }, style), legendgroup: cluster, ...inPanel(panels[p]) },
          {
            ...lineTrace({ name: label, x, y: median }, style),
            legendgroup: cluster,
            showlegend: p === 0,
            ...inPanel(panels[p]),
          },
        );
      }
      traces.push({
        ...publishedTrace([1], [episodeReward]),
        showlegend: p === 0,
        ...inPanel(panels[p]),
      });
    }
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: p === 2 ? "Environment steps (millions)" : "", range: [0, 1.06], tickvals: [0, 0.5, 1] },
        y: {
          title: p === 0 ? "Episode reward" : "",
          range: [-1600, -200],
          ...(p > 0 && { showticklabels: false }),
        },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.12 },
        annotations: PUBLISHED_AGENT.map(({ size }, p) => panelTitle(panels[p], `<i>N</i> = ${size}`)),
      },
    };
  },
};

/** Quartiles over training runs at each number of environment steps (in millions) at which every run has a value. */
function quartileCurve(curves: readonly LearningCurve[]) {
  const values = new Map<number, number[]>();
  for (const { points } of curves)
    for (const { steps, episodeReward } of points)
      if (episodeReward !== null) values.set(steps, [...(values.get(steps) ?? []), episodeReward]);
  const whole = [...values].filter(([, own]) => own.length === curves.length).sort(([a], [b]) => a - b);
  const at = (q: number) => whole.map(([, own]) => quantile(own, q));
  return { x: whole.map(([steps]) => steps / 1e6), lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

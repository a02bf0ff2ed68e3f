import {
  COLORS,
  type FigureDefinition,
  inPanel,
  LEGEND_ABOVE,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
} from "../../report/index.js";
import type { TrainedRun } from "../shared/trained/runs.js";
import { SCALE_EDGES } from "../shared/trained/scale-watch.js";
import { TERM_LABELS } from "./labels.js";
import { JUDGED, SCREENED } from "./plan.js";
import { CHATTERING_INPUTS, chatteringGroup } from "./runs.js";

const PANELS = [
  { cluster: "writeup", size: 5, trained: SCREENED, title: "Write-up's simulator, <i>N</i> = 5" },
  { cluster: "sim", size: 15, trained: JUDGED, title: "Exact simulator, <i>N</i> = 15" },
] as const;
const DRAWN_TERMS = ["friction", "fleet-change"] as const;
const WIDTH = SCALE_EDGES[1] - SCALE_EDGES[0];
/** Middles of the bins, the two outer ones as wide as the others. */
const MIDDLES = [...SCALE_EDGES, SCALE_EDGES[SCALE_EDGES.length - 1] + WIDTH].map((edge) => edge - WIDTH / 2);

/** Where the mean of the scale lies. */
export const scaleHistogram: FigureDefinition = {
  id: "scale-histogram",
  source: sourceFile(__filename),
  title: "Histogram of the mean of the scale, step by step",
  caption:
    "Where the mean of the Gaussian scale lies, step by step, before it is cut to [0, 1]; the outer bars hold all that lies beyond. Up to 0.3 it asks for one container less, from 0.7 on for one more (dotted). Means over " +
    "training runs: the write-up's price of reversed commands, and a price of changes.",
  size: "full",
  ...CHATTERING_INPUTS,
  draw(data) {
    const panels = panelGrid({ rows: 1, columns: PANELS.length, xGap: 0.1, yGap: 0 });
    const traces = PANELS.flatMap(({ cluster, size, trained }, p) =>
      DRAWN_TERMS.map((term, i) => ({
        type: "bar" as const,
        name: TERM_LABELS[term],
        x: MIDDLES,
        y: meanHistogram(chatteringGroup(data, { cluster, size, trained, term })),
        marker: { color: COLORS[i === 0 ? 1 : 0] },
        legendgroup: term,
        showlegend: p === 0,
        ...inPanel(panels[p]),
      })),
    );
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: "Mean of the scale", range: [-0.12, 1.12], tickvals: [0, 0.3, 0.5, 0.7, 1] },
        y: { title: p === 0 ? "% of steps" : "", rangemode: "tozero" },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        barmode: "group",
        bargap: 0.12,
        shapes: panels.flatMap(({ suffix }) =>
          [0.3, 0.7].map((x) => ({
            type: "line",
            xref: `x${suffix}`,
            yref: `y${suffix} domain`,
            x0: x,
            x1: x,
            y0: 0,
            y1: 1,
            line: { width: 1, dash: "dot", color: "#777777" },
          })),
        ),
        showlegend: true,
        legend: { ...LEGEND_ABOVE, y: 1.1 },
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};

/** Shares of steps in per cent by bin, mean over runs; zeros where none was measured. */
function meanHistogram(runs: readonly TrainedRun[]): readonly number[] {
  const histograms = runs.map((run) => run.is("scale_histogram").split(";").map(Number));
  return MIDDLES.map((_, bin) =>
    histograms.length === 0
      ? 0
      : (100 * histograms.reduce((sum, histogram) => sum + histogram[bin], 0)) / histograms.length,
  );
}

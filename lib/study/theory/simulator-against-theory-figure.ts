import { distinct } from "../../evaluation/index.js";
import { COLORS, type FigureDefinition, intervalTrace, sourceFile } from "../../report/index.js";
import { modelHtml, theoryComparisons } from "./comparisons.js";
import { THEORY_FILE } from "./experiment.js";

const SYMBOLS = ["circle", "square", "diamond", "triangle-up"];

/** How far the exact simulator is from queues with a known solution. */
export const simulatorAgainstTheory: FigureDefinition = {
  id: "simulator-against-theory",
  source: sourceFile(__filename),
  title: "Simulated mean response time against theory",
  caption:
    "Difference of the simulated mean response time from its exact value, in per cent of that value, for four queues at three " +
    "utilisations. Random dispatch splits the Poisson stream, so each container is an M/M/1 queue, or $\\mathrm{M/M/1}/32$ with a queue " +
    "limit; dealt out in turn over $N$ containers it is an $\\mathrm{E}_N/\\mathrm{M}/1$ queue. Means over independent runs after a warm-up, bars " +
    "are 95 % Student intervals over runs.",
  size: "single",
  inputs: [THEORY_FILE],
  draw(data) {
    const comparisons = theoryComparisons(data);
    const utilizations = distinct(comparisons, (one) => one.utilization);
    const models = distinct(comparisons, (one) => one.model);
    return {
      data: models.map((model, i) => {
        const own = comparisons.filter((one) => one.model === model);
        const percent = (bound: "estimate" | "lower" | "upper") =>
          own.map((one) => 100 * one.difference[bound]);
        const shift = 0.14 * (i - (models.length - 1) / 2);
        return intervalTrace(
          {
            name: modelHtml(model),
            x: own.map((one) => utilizations.indexOf(one.utilization) + shift),
            y: percent("estimate"),
            lower: percent("lower"),
            upper: percent("upper"),
          },
          { color: COLORS[i], symbol: SYMBOLS[i] },
        );
      }),
      layout: {
        showlegend: true,
        legend: { orientation: "h", x: 0.5, xanchor: "center", y: 1.02, yanchor: "bottom" },
        xaxis: {
          title: "Utilisation <i>λ</i>/(<i>Nμ</i>)",
          tickvals: utilizations.map((_, i) => i),
          ticktext: utilizations.map(String),
          range: [-0.5, utilizations.length - 0.5],
        },
        yaxis: { title: "Simulated − exact (%)" },
        shapes: [zeroLine()],
      },
    };
  },
};

function zeroLine() {
  return {
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: 0,
    y1: 0,
    layer: "below",
    line: { color: "#999999", width: 0.7 },
  };
}

import { drawnInterval, STANDARD_PRICES } from "../../evaluation/index.js";
import {
  COLORS,
  directLabel,
  type FigureDefinition,
  intervalTrace,
  legendAbove,
  picturePending,
  type SeriesStyle,
  sourceFile,
} from "../../report/index.js";
import { type LadderLine, readLines } from "./lines.js";
import { PRIMARY } from "./plan.js";
import { LADDER_INPUTS } from "./slice.js";

const { size: SIZE } = PRIMARY;
const SERIES: readonly (LadderLine & { readonly style: SeriesStyle })[] = Object.freeze([
  { id: "rivals", largestStep: "1", style: { color: COLORS[0], symbol: "circle" } },
  { id: "weights", largestStep: "1", style: { color: COLORS[5], symbol: "square", dash: "dash" } },
  { id: "connections", largestStep: "1", style: { color: COLORS[2], symbol: "triangle-up" } },
  { id: "rule", largestStep: "1", style: { color: COLORS[6], symbol: "diamond" } },
  { id: "rule", largestStep: "N", style: { color: COLORS[3], symbol: "star" } },
  { id: "hindsight", largestStep: "1", style: { color: COLORS[1], symbol: "circle-open", dash: "dot" } },
  { id: "static", largestStep: "1", style: { color: "#777777", symbol: "x", dash: "dot" } },
]);

/** Cost against the price of a violation. */
export const ladderCosts: FigureDefinition = {
  id: "ladder-costs",
  source: sourceFile(__filename),
  title: "Cost against the price of a violation",
  caption:
    `Cost at $N = ${SIZE}$, container-seconds and violations at their price, as a share of what the whole fleet's container-seconds cost, with the setting that was fixed for each price; means over the test ` +
    "workloads, 95 % bootstrap intervals over runs. *Static*: the fixed fleet that was cheapest on the training loads at that price.",
  size: "full",
  inputs: LADDER_INPUTS,
  draw(data) {
    const traces = SERIES.flatMap(({ style, ...line }) => {
      const [read] = readLines(data, [line], { size: SIZE });
      const costs = STANDARD_PRICES.map((price) => read?.reading.cost(price));
      if (read === undefined || costs.some((cost) => cost === undefined)) return [];
      const intervals = costs.map((cost) => drawnInterval(cost as Float64Array));
      const percent = (bound: "estimate" | "lower" | "upper") => intervals.map((one) => 100 * one[bound]);
      const series = { name: read.label, x: STANDARD_PRICES, joined: true };
      return [
        intervalTrace(
          { ...series, y: percent("estimate"), lower: percent("lower"), upper: percent("upper") },
          style,
        ),
      ];
    });
    if (traces.length === 0) return picturePending();
    return {
      data: traces,
      layout: {
        showlegend: true,
        legend: legendAbove(3, 1.02),
        xaxis: {
          title: "Price of a violation (container-seconds)",
          type: "log",
          tickvals: STANDARD_PRICES,
          ticktext: STANDARD_PRICES.map(String),
        },
        yaxis: {
          title: "Cost (% of the whole fleet)",
          type: "log",
          tickvals: [50, 60, 80, 100, 150, 200, 300, 500, 1000, 2000],
        },
        shapes: [
          {
            type: "line",
            xref: "paper",
            x0: 0,
            x1: 1,
            y0: 100,
            y1: 100,
            line: { width: 0.6, color: "#bbbbbb", dash: "dot" },
          },
        ],
        annotations: [
          {
            ...directLabel(
              { text: "whole fleet, no violations", x: 0, y: 2, side: "above" },
              { color: "#777777" },
            ),
            xref: "paper",
            xanchor: "left",
          },
        ],
      },
    };
  },
};

import { COLORS, type FigureDefinition, LEGEND_ABOVE, lineTrace, sourceFile } from "../../report/index.js";
import { collapsePrice, FIXED_LOAD } from "./fixed-policies.js";
import { LIMITS, STANDARD_LIMIT } from "./plan.js";

const SIZES = Array.from({ length: 24 }, (_, i) => i + 2);
const DASHES = ["dot", "solid", "dash"] as const;

/** What it costs to send everything to one container, by N. */
export const collapsePriceFigure: FigureDefinition = {
  id: "collapse-price",
  source: sourceFile(__filename),
  title: "Price of sending all requests to one container, against the number of containers",
  caption:
    `Reward a step of equal shares less that of all requests to one container, both with the whole fleet at a load of ${FIXED_LOAD} behind round robin, in closed form: with errors and latency averaged over containers, as the ` +
    "write-up has them, at three queue limits $K$, and averaged over requests.",
  size: "single",
  inputs: [],
  draw() {
    const price = (reward: "averages" | "requests", queueLimit: number) =>
      SIZES.map((size) => collapsePrice({ size, queueLimit, reward }));
    return {
      data: [
        ...LIMITS.map((limit, i) =>
          lineTrace(
            { name: `by containers, <i>K</i> = ${limit}`, x: SIZES, y: price("averages", limit) },
            { color: COLORS[1], dash: DASHES[i] },
          ),
        ),
        lineTrace(
          {
            name: `by requests, <i>K</i> = ${STANDARD_LIMIT}`,
            x: SIZES,
            y: price("requests", STANDARD_LIMIT),
          },
          { color: COLORS[0] },
        ),
      ],
      layout: {
        xaxis: { title: "<i>N</i>", range: [0, 26] },
        yaxis: { title: "Reward a step", rangemode: "tozero" },
        showlegend: true,
        legend: { ...LEGEND_ABOVE, entrywidthmode: "fraction", entrywidth: 0.5, y: 1.02 },
      },
    };
  },
};

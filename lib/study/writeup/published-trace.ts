import type { Trace } from "../../report/index.js";

/** Values of the write-up's, as crosses: one entry of the legend, wherever they stand. */
export function publishedTrace(x: readonly number[], y: readonly number[]): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name: "published",
    x,
    y,
    marker: { color: "#000000", symbol: "x-thin", size: 8, line: { color: "#000000", width: 1.6 } },
    legendgroup: "published",
  };
}

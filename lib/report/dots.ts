import { quantile } from "../statistics/index.js";
import type { Trace } from "./definitions.js";
import { type SeriesStyle, STROKE, translucent } from "./style.js";

/** Samples that stand above one x: training runs of an agent, say. */
export interface DotGroup {
  readonly x: number;
  readonly values: readonly number[];
}

/** Width over which the dots of a group are spread, in units of x. */
const SPREAD = 0.9;

/**
 * Every sample as a dot, and for each group a bar from the lower to the upper quartile with a mark at the median: for samples that fall
 * into kinds, which a mean with its interval would hide. Two traces: dots, then bars.
 */
export function dotTraces(
  {
    name,
    groups,
    spread = SPREAD,
  }: { readonly name: string; readonly groups: readonly DotGroup[]; readonly spread?: number },
  style: SeriesStyle,
): readonly [Trace, Trace] {
  const filled = groups.filter(({ values }) => values.length > 0);
  const quartile = (q: number) => filled.map(({ values }) => quantile(values, q));
  const [lower, median, upper] = [quartile(0.25), quartile(0.5), quartile(0.75)];
  return [
    {
      type: "scatter",
      mode: "markers",
      name,
      x: filled.flatMap(({ x, values }) =>
        values.map((_, i) => x + spread * ((i + 0.5) / values.length - 0.5)),
      ),
      y: filled.flatMap(({ values }) => [...values]),
      marker: { color: translucent(style.color, 0.55), symbol: style.symbol ?? "circle", size: 4 },
    },
    {
      type: "scatter",
      mode: "markers",
      name,
      x: filled.map(({ x }) => x),
      y: median,
      marker: {
        color: style.color,
        symbol: "line-ew",
        size: 9,
        line: { color: style.color, width: STROKE.data * 1.3 },
      },
      error_y: {
        type: "data",
        symmetric: false,
        array: median.map((value, i) => upper[i] - value),
        arrayminus: median.map((value, i) => value - lower[i]),
        color: style.color,
        thickness: STROKE.data,
        width: 0,
      },
      showlegend: false,
    },
  ];
}

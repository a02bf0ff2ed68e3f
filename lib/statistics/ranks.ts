import { sampleCorrelation } from "simple-statistics";
import { requirePairs } from "./score-checks.js";

/**
 * Spearman's rank correlation of pairs (x[i], y[i]): the correlation of their midranks. Between -1 and 1; NaN where x or y is
 * constant.
 *
 * @throws RangeError unless x and y are equally many (at least 2) finite numbers.
 * @example
 * statistics.rankCorrelation([1, 2, 3, 4], [1, 4, 9, 8]); // -> 0.8
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  requirePairs(x, y, 2);
  return sampleCorrelation(midranks(x), midranks(y));
}

/**
 * Ranks of `values` from 1; equal values share the mean of their ranks.
 *
 * @example
 * statistics.midranks([30, 10, 10, 20]); // -> [4, 1.5, 1.5, 3]
 */
export function midranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

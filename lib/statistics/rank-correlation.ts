import { sampleRankCorrelation } from "simple-statistics";
import { requirePairs } from "./score-checks.js";

/**
 * Spearman's rank correlation of pairs (x[i], y[i]): the correlation of their ranks, ties sharing the mean of theirs.
 * Between -1 and 1; NaN where x or y is constant.
 *
 * @throws RangeError unless x and y are equally many (at least 2) finite numbers.
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  requirePairs(x, y, 2);
  return sampleRankCorrelation(x, y);
}

/** Ranks of `values` from 1; equal values share the mean of their ranks. */
export function midranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

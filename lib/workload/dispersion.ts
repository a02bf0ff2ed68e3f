import { mean, standardDeviation } from "../statistics/index.js";
/**
 * Index of dispersion of counts in equal windows: variance / mean, with the unbiased variance. 1 for a Poisson process.
 * @throws RangeError when there are fewer than two counts or their mean is 0.
 * @example
 * workload.indexOfDispersion([2, 4, 6]); // -> 1
 */
export function indexOfDispersion(counts: ArrayLike<number>): number {
  if (counts.length < 2) throw new RangeError(`counts must hold at least two windows, got ${counts.length}`);
  const average = mean(counts);
  if (!(average > 0)) throw new RangeError(`counts must have a positive mean, got ${average}`);
  return standardDeviation(counts) ** 2 / average;
}

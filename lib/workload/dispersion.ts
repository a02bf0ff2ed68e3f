/**
 * Index of dispersion of counts in equal windows: variance / mean, with the unbiased variance. 1 for a Poisson process.
 * @throws RangeError when there are fewer than two counts or their mean is 0.
 * @example
 * workload.indexOfDispersion([2, 4, 6]); // -> 1
 */
export function indexOfDispersion(counts: ArrayLike<number>): number {
  if (counts.length < 2) throw new RangeError(`counts must hold at least two windows, got ${counts.length}`);
  const values = Array.from(counts);
  const mean = values.reduce((sum, count) => sum + count, 0) / values.length;
  if (!(mean > 0)) throw new RangeError(`counts must have a positive mean, got ${mean}`);
  return values.reduce((sum, count) => sum + (count - mean) ** 2, 0) / ((values.length - 1) * mean);
}

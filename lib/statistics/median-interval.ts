import { type Interval, requireConfidence } from "./interval.js";

/**
 * The median of independent samples with its distribution-free interval, from the k-th smallest to the k-th largest of them, where k is
 * the largest with P(B <= k - 1) <= (1 - confidence)/2 for B binomial with n trials of 1/2: the values that a sign test doesn't
 * reject. It asks nothing of the distribution: samples may fall into two kinds, and may be infinite where only their order is
 * known. With five samples or fewer at 0.95 no such interval is long enough, and its ends are infinite.
 *
 * @throws RangeError when there is no sample, or one is NaN, or `confidence` isn't between 0 and 1.
 * Source: Conover, "Practical Nonparametric Statistics" (1999), section 3.2.
 * @example
 * statistics.medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]); // -> { estimate: 5.5, lower: 2, upper: 9 }
 * statistics.medianInterval([1, 2, 3]); // -> { estimate: 2, lower: -Infinity, upper: Infinity }
 */
export function medianInterval(samples: readonly number[], confidence = 0.95): Interval {
  requireConfidence(confidence);
  if (samples.length === 0 || samples.some(Number.isNaN))
    throw new RangeError(`samples must be numbers, at least one, got ${JSON.stringify(samples)}`);
  const sorted = Float64Array.from(samples).sort();
  const n = sorted.length;
  let rank = 0;
  let probability = 0.5 ** n;
  for (let tail = probability; tail <= (1 - confidence) / 2; tail += probability) {
    rank++;
    probability *= (n - rank + 1) / rank;
  }
  return {
    estimate: medianOf(sorted),
    lower: rank === 0 ? Number.NEGATIVE_INFINITY : sorted[rank - 1],
    upper: rank === 0 ? Number.POSITIVE_INFINITY : sorted[n - rank],
  };
}

/** The mean of the two samples in the middle, which are one where their number is odd. */
function medianOf(sorted: Float64Array): number {
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === above ? below : (below + above) / 2;
}

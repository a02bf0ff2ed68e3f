import { requireWithin } from "../check/index.js";
import { bucketMiddle, ResponseTimeBuckets } from "../cluster/response-time-buckets.js";

/**
 * The quantile of the response times counted in `histogram` (one count per bucket of `ResponseTimeBuckets`): the
 * geometric middle of the first bucket at which the counts so far reach q n. It is within 0.5 % of the order statistic
 * x_(ceil(q n)), which isn't known where that bucket is the first or the last: they hold all that is below 0.1 ms, and all that is
 * above 1,000 s.
 *
 * @param q between 0 and 1.
 * @returns seconds; NaN where nothing was counted, or the quantile isn't known.
 * @throws RangeError on another number of buckets or a q outside [0, 1].
 * @example
 * const histogram = new Float64Array(cluster.ResponseTimeBuckets.count);
 * histogram[cluster.bucketIndex(0.2)] = 95;
 * histogram[cluster.bucketIndex(1.5)] = 5;
 * Math.abs(evaluation.quantileFromHistogram(histogram, 0.95) / 0.2 - 1) < 0.005; // -> true
 * Math.abs(evaluation.quantileFromHistogram(histogram, 0.99) / 1.5 - 1) < 0.005; // -> true
 */
export function quantileFromHistogram(histogram: ArrayLike<number>, q: number): number {
  requireWithin("q", q, 0, 1);
  if (histogram.length !== ResponseTimeBuckets.count)
    throw new RangeError(`histogram must have ${ResponseTimeBuckets.count} buckets, got ${histogram.length}`);
  let total = 0;
  for (let i = 0; i < histogram.length; i++) total += histogram[i] as number;
  if (!(total > 0)) return Number.NaN;
  // 0.07 * 100 is a little above 7 in floating point: without the slack the rank would be 8.
  const rank = q * total * (1 - 1e-12);
  const last = histogram.length - 1;
  let counted = 0;
  for (let i = 0; i < histogram.length; i++) {
    counted += histogram[i] as number;
    if (counted >= rank && counted > 0) return i === 0 || i === last ? Number.NaN : bucketMiddle(i);
  }
  return Number.NaN;
}

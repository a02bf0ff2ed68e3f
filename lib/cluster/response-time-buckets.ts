/**
 * Buckets of response times, each 1 % wider than the one before, so that histograms of any two runs can be added
 * and a quantile is known to within 1 %.
 *
 * Bucket k holds times in [lower * ratio^k, lower * ratio^(k+1)); the first also takes everything below, the last
 * everything above.
 */
export const ResponseTimeBuckets = Object.freeze({
  /** Lower edge of bucket 0 in s. */
  lower: 1e-4,
  /** Upper edge of a bucket / lower edge. */
  ratio: 1.01,
  /** Number of buckets: 1e-4 s to about 1e3 s. */
  count: 1620,
});

const LOG_LOWER = Math.log(ResponseTimeBuckets.lower);
const PER_LOG = 1 / Math.log(ResponseTimeBuckets.ratio);

/**
 * Index of the bucket that holds `responseTime` (s, >= 0).
 * @example
 * cluster.bucketIndex(0); // -> 0
 * cluster.bucketIndex(0.125) === cluster.bucketIndex(0.1251); // -> true
 */
export function bucketIndex(responseTime: number): number {
  const index = Math.floor((Math.log(responseTime) - LOG_LOWER) * PER_LOG);
  return index < 0 ? 0 : index >= ResponseTimeBuckets.count ? ResponseTimeBuckets.count - 1 : index;
}

/**
 * Geometric middle of bucket `index` in s.
 * @example
 * cluster.bucketMiddle(0); // -> 1e-4 * Math.sqrt(1.01)
 */
export function bucketMiddle(index: number): number {
  return ResponseTimeBuckets.lower * ResponseTimeBuckets.ratio ** (index + 0.5);
}

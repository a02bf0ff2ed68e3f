import { requireInteger, requireWithin } from "../check/index.js";

/**
 * The q-quantile of values by linear interpolation at position q (n - 1) of their order (Hyndman and Fan's type 7): the least for
 * q = 0, the median for 1/2, the largest for 1.
 *
 * @throws RangeError unless 0 <= q <= 1 and there is a value.
 * @example
 * statistics.quantile([4, 1, 2], 0.75); // -> 3
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), q);
}

/**
 * `quantile` of values that are sorted already, in ascending order.
 *
 * @throws RangeError unless 0 <= q <= 1 and there is a value.
 * @example
 * statistics.sortedQuantile([1, 2, 4], 0.5); // -> 2
 */
export function sortedQuantile(sorted: ArrayLike<number>, q: number): number {
  requireWithin("q", q, 0, 1);
  requireInteger("sorted.length", sorted.length);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  // Two infinite neighbours have no difference.
  return low === high ? low : low + (position - below) * (high - low);
}

import { mean } from "./mean.js";

/**
 * The sum of values; 0 of none.
 *
 * @example
 * statistics.total([1, 2, 6]); // -> 9
 */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/**
 * The mean squared distance of values from their mean, with their number n in the denominator; NaN of none.
 *
 * @example
 * statistics.variance([1, 2, 3]); // -> 0.6666666666666666
 */
export function variance(values: ArrayLike<number>): number {
  const center = mean(values);
  return mean(Float64Array.from(values, (value) => (value - center) ** 2));
}

/**
 * The largest |a[i] - b[i]|; 0 of none.
 *
 * @throws RangeError where their lengths differ.
 * @example
 * statistics.largestDifference([1, 5, 2], [1, 2, 4]); // -> 3
 */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new RangeError(`a and b must be equally long, got ${a.length} and ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

import { mean as meanOfSome, sampleStandardDeviation } from "simple-statistics";
import { requireRectangle } from "./score-checks.js";

/**
 * The arithmetic mean of values, summed with Kahan and Babuska's correction of rounding; NaN of no values.
 *
 * @example
 * statistics.mean([1, 2, 6]); // -> 3
 */
export function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : meanOfSome(values);
}

/**
 * The mean of all entries of a rectangular matrix.
 *
 * @throws RangeError where it is ragged: its rows would count differently.
 * @example
 * statistics.matrixMean([[1, 2], [3, 6]]); // -> 3
 */
export function matrixMean(matrix: readonly (readonly number[])[]): number {
  requireRectangle("matrix", matrix);
  return mean(matrix.map(mean));
}

/**
 * The standard deviation of a sample, with n - 1 in the denominator; NaN of fewer than two values.
 *
 * @example
 * statistics.standardDeviation([1, 2, 3]); // -> 1
 */
export function standardDeviation(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : sampleStandardDeviation(values);
}

/**
 * The squared coefficient of variation of a sample, variance / mean^2: 1 for an exponential distribution, 0 for a constant.
 *
 * @example
 * statistics.squaredVariation([1, 3]); // -> 0.5
 */
export function squaredVariation(values: ArrayLike<number>): number {
  return (standardDeviation(values) / mean(values)) ** 2;
}

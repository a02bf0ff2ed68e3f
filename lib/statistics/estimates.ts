import type { Interval } from "./bootstrap.js";
import { type Limits, NOT_NEGATIVE, UNLIMITED } from "./limits.js";
import { meanInterval } from "./student-t.js";

/** The mean of samples with its 95 % interval within `limits` (`meanInterval`); NaN bounds for a single sample, all NaN for none. */
export function meanEstimate(values: readonly number[], limits: Limits = UNLIMITED): Interval {
  return values.length > 1
    ? meanInterval(values, { limits })
    : { estimate: values[0] ?? Number.NaN, lower: Number.NaN, upper: Number.NaN };
}

/**
 * A 95 % prediction interval for one more run of the same length, around the mean of the runs: mean +- t s sqrt(1 + 1/n), cut off
 * at `limits`. One more run lies within the limits, so cutting loses no coverage (of a mean it wouldn't either, but there
 * `meanInterval` covers better). NaN bounds for a single run.
 */
export function predictionInterval(
  runs: readonly number[],
  [lowest, highest]: Limits = NOT_NEGATIVE,
): Interval {
  if (runs.length < 2) return { estimate: runs[0] ?? Number.NaN, lower: Number.NaN, upper: Number.NaN };
  const { estimate, upper } = meanInterval(runs);
  const half = (upper - estimate) * Math.sqrt(runs.length + 1);
  return {
    estimate,
    lower: Math.max(estimate - half, lowest),
    upper: Math.min(estimate + half, highest),
  };
}

/** The mean of all entries of a matrix. */
export function matrixMean(matrix: readonly (readonly number[])[]): number {
  let sum = 0;
  let count = 0;
  for (const row of matrix)
    for (const value of row) {
      sum += value;
      count++;
    }
  return sum / count;
}

/** Mean of each row. */
export function rowMeans(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((row) => matrixMean([row]));
}

import { type MetricName, type ResultRow, scoreMatrix } from "../../evaluation/index.js";
import type { Estimate } from "../../report/definitions.js";
import { bootstrapInterval, type Limits, meanInterval, NOT_NEGATIVE } from "../../statistics/index.js";

/** Enough for intervals that are read off a picture; the seed is fixed, so that they are the same each time. */
const BOOTSTRAP = Object.freeze({ resamples: 1000, seed: 0 });

/**
 * Mean of `metric` over a controller's workloads and runs, with its 95 % bootstrap interval: runs are resampled within each
 * workload (and size), which stay as they are.
 */
export function metricEstimate(
  rows: readonly ResultRow[],
  controller: string,
  metric: MetricName,
  scale = 1,
): Estimate {
  const { scores } = scoreMatrix(rows, controller, metric);
  return bootstrapInterval({
    ...BOOTSTRAP,
    scores: scores.map((row) => row.map((score) => scale * score)),
    statistic: matrixMean,
  });
}

/**
 * A 95 % prediction interval for one more run of the same length, around the mean of the runs: mean +- t s sqrt(1 + 1/n), cut off
 * at `limits`. One more run lies within the limits, so cutting loses no coverage (of a mean it wouldn't either, but there
 * `meanInterval` covers better). NaN bounds for a single run.
 */
export function predictionInterval(
  runs: readonly number[],
  [lowest, highest]: Limits = NOT_NEGATIVE,
): Estimate {
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

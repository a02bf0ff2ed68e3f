import { bootstrapInterval, type Interval, matrixMean } from "../statistics/index.js";
import type { MetricName } from "./metric-table.js";
import type { ResultRow } from "./results.js";
import { scoreMatrix } from "./scores.js";

/** Enough for intervals that are read off a picture; the seed is fixed, so that they are the same each time. */
const BOOTSTRAP = Object.freeze({ resamples: 1000, seed: 0 });

/**
 * Mean of `metric` over a controller's workloads and runs, with its 95 % bootstrap interval: runs are resampled within each
 * workload (and size), which stay as they are.
 * @example
 * const names = { controllers: ["static"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * const { estimate, lower, upper } = evaluation.metricEstimate(rows, "static", "throughput");
 * lower <= estimate && estimate <= upper; // -> true
 */
export function metricEstimate(
  rows: readonly ResultRow[],
  controller: string,
  metric: MetricName,
  scale = 1,
): Interval {
  const { scores } = scoreMatrix(rows, controller, metric);
  return bootstrapInterval({
    ...BOOTSTRAP,
    scores: scores.map((row) => row.map((score) => scale * score)),
    statistic: matrixMean,
  });
}

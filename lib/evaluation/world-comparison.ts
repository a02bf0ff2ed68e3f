import type { Column } from "./csv-table.js";
import type { MetricName } from "./metric-table.js";
import type { ResultRow } from "./results.js";

/** What the two worlds are compared by. */
const COMPARED: readonly MetricName[] = [
  "response_time_mean",
  "response_time_p95",
  "cpu_mean",
  "queue_mean",
  "sla_violation_rate",
  "error_rate",
  "throughput",
  "fleet_size_mean",
  "churn_rate",
];

/** One metric of one run, real and simulated, under the same requests. */
export interface WorldComparison {
  readonly controller: string;
  readonly size: number;
  readonly workload: string;
  readonly run: number;
  readonly steps: number;
  readonly evaluation_seed: number;
  readonly spec: string;
  readonly metric: string;
  readonly real: number;
  readonly simulated: number;
  /** (simulated - real) / real; NaN where the real value is 0. */
  readonly relative_error: number;
}

/** Columns of a file of comparisons. */
export const COMPARISON_COLUMNS: readonly Column<WorldComparison>[] = Object.freeze([
  { name: "controller", kind: "text" },
  { name: "size", kind: "integer" },
  { name: "workload", kind: "text" },
  { name: "run", kind: "integer" },
  { name: "steps", kind: "integer" },
  { name: "evaluation_seed", kind: "integer" },
  { name: "spec", kind: "text" },
  { name: "metric", kind: "text" },
  { name: "real", kind: "number", optional: true },
  { name: "simulated", kind: "number", optional: true },
  { name: "relative_error", kind: "number", optional: true },
]);

/** Real results beside simulated ones of the same controller, spec, workload, seed and number of steps; others are left out. */
export function worldComparisons(
  real: readonly ResultRow[],
  simulated: readonly ResultRow[],
): WorldComparison[] {
  const key = (row: ResultRow) =>
    [row.controller, row.size, row.workload, row.run, row.steps, row.evaluation_seed, row.spec].join();
  const twins = new Map(simulated.map((row) => [key(row), row]));
  return real.flatMap((row) => {
    const twin = twins.get(key(row));
    if (twin === undefined) return [];
    const { controller, size, workload, run, steps, evaluation_seed, spec } = row;
    return COMPARED.map((metric) => ({
      ...{ controller, size, workload, run, steps, evaluation_seed, spec, metric },
      real: row[metric],
      simulated: twin[metric],
      relative_error: row[metric] === 0 ? Number.NaN : (twin[metric] - row[metric]) / row[metric],
    }));
  });
}

import { columns, type MetricName, type ResultRow, type RowOf } from "../../evaluation/index.js";
import { bootstrapInterval, type Interval, mean, withoutInterval } from "../../statistics/index.js";

/** A result with requests that were sent a second, where that is known. */
export type ComparedRow = ResultRow & { readonly offered_rate?: number };

/** What the two worlds are compared by: `throughput` is the served rate. */
const COMPARED: readonly (MetricName | "offered_rate")[] = [
  "response_time_mean",
  "response_time_p95",
  "cpu_mean",
  "queue_mean",
  "sla_violation_rate",
  "error_rate",
  "offered_rate",
  "throughput",
  "fleet_size_mean",
  "churn_rate",
];

/** One metric of one run, real and simulated, under the same requests. */
export const COMPARISON_COLUMNS = columns({
  controller: { kind: "text", identity: true },
  size: { kind: "integer", identity: true },
  workload: { kind: "text", identity: true },
  run: { kind: "integer", identity: true },
  steps: { kind: "integer", identity: true },
  evaluation_seed: { kind: "integer", identity: true },
  spec: { kind: "text", identity: true },
  metric: { kind: "text", point: true },
  real: { kind: "number", optional: true },
  simulated: { kind: "number", optional: true },
  /** (simulated - real) / real; unknown where the real value is 0. */
  relative_error: { kind: "number", optional: true },
});

/** A metric of one run in both worlds. */
export type WorldComparison = RowOf<typeof COMPARISON_COLUMNS>;

/** What a comparison needs of a run's row. */
type Comparable = Pick<
  ComparedRow,
  | "controller"
  | "size"
  | "workload"
  | "run"
  | "steps"
  | "evaluation_seed"
  | "spec"
  | "offered_rate"
  | MetricName
>;

/** Real results beside simulated ones of the same controller, spec, workload, seed and number of steps; others are left out. */
export function worldComparisons(
  real: readonly Comparable[],
  simulated: readonly Comparable[],
): WorldComparison[] {
  const key = (row: Comparable) =>
    [row.controller, row.size, row.workload, row.run, row.steps, row.evaluation_seed, row.spec].join();
  const twins = new Map(simulated.map((row) => [key(row), row]));
  return real.flatMap((row) => {
    const twin = twins.get(key(row));
    if (twin === undefined) return [];
    const { controller, size, workload, run, steps, evaluation_seed, spec } = row;
    return COMPARED.map((metric) => {
      const [real, simulated] = [row[metric] ?? Number.NaN, twin[metric] ?? Number.NaN];
      return {
        controller,
        size,
        workload,
        run,
        steps,
        evaluation_seed,
        spec,
        metric,
        real,
        simulated,
        relative_error: relativeError(real, simulated),
      };
    });
  });
}

/** One metric at one size, over all runs of all controllers and workloads there. */
export interface SizeComparison {
  readonly size: number;
  readonly metric: string;
  /** Pairs of runs that it rests on. */
  readonly pairs: number;
  /** Means over the pairs. */
  readonly real: number;
  readonly simulated: number;
  /** simulated / real - 1 of the means, with its 95 % bootstrap interval over pairs; NaN where there is none (one pair, or real values of 0). */
  readonly relativeError: Interval;
}

/** Comparisons gathered by size and metric, in the order of sizes; pairs in which a value isn't known are left out. */
export function sizeComparisons(comparisons: readonly WorldComparison[]): SizeComparison[] {
  const sizes = [...new Set(comparisons.map(({ size }) => size))].sort((a, b) => a - b);
  return sizes.flatMap((size) =>
    COMPARED.flatMap((metric) => {
      const pairs = comparisons.filter(
        (row) => row.size === size && row.metric === metric && !Number.isNaN(row.real + row.simulated),
      );
      return pairs.length === 0 ? [] : [sizeComparison(size, metric, pairs)];
    }),
  );
}

function sizeComparison(size: number, metric: string, pairs: readonly WorldComparison[]): SizeComparison {
  const means = (sample: readonly number[]) => ({
    real: mean(sample.map((k) => pairs[k].real)),
    simulated: mean(sample.map((k) => pairs[k].simulated)),
  });
  const places = [...pairs.keys()];
  const { real, simulated } = means(places);
  const interval =
    pairs.length < 2 || pairs.some((pair) => pair.real === 0)
      ? withoutInterval(relativeError(real, simulated))
      : bootstrapInterval<readonly number[]>({
          scores: places,
          statistic: (sample) => {
            const { real, simulated } = means(sample);
            return relativeError(real, simulated);
          },
        });
  return { size, metric, pairs: pairs.length, real, simulated, relativeError: interval };
}

/** (simulated - real) / real; NaN where the real value is 0. */
function relativeError(real: number, simulated: number): number {
  return real === 0 ? Number.NaN : (simulated - real) / real;
}

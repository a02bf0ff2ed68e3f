import {
  type Interval,
  type Limits,
  mean,
  meanInterval,
  predictionInterval,
  UNLIMITED,
} from "../statistics/index.js";
import { METRICS, type MetricName } from "./metric-table.js";
import type { ResultRow } from "./results.js";
import { distinct } from "./rows.js";

/** A quantity of one row. */
export type RowValue = (row: ResultRow) => number;

/**
 * The value of each training run: the mean over its evaluation runs and workloads. Training runs are what varies from one
 * attempt to the next, so they are the sample that intervals for a trained agent rest on.
 * @example
 * const row = (training_seed: number, cost: number) => ({ training_seed, cost }) as evaluation.ResultRow;
 * evaluation.seedMeans([row(2, 7), row(1, 3), row(1, 5)], ({ cost }) => cost); // -> [4, 7]
 */
export function seedMeans(rows: readonly ResultRow[], of: RowValue): readonly number[] {
  return [...distinct(rows, (row) => row.training_seed)]
    .sort((a, b) => a - b)
    .map((seed) => mean(rows.filter((row) => Object.is(row.training_seed, seed)).map(of)));
}

/**
 * Mean of a metric over training runs with its 95 % interval (`meanInterval` within the metric's limits).
 * @example
 * const row = (training_seed: number, cost: number) => ({ training_seed, cost }) as evaluation.ResultRow;
 * evaluation.seedEstimate([row(1, 4), row(2, 6), row(3, 8)], "cost").estimate; // -> 6
 */
export function seedEstimate(rows: readonly ResultRow[], metric: MetricName): Interval {
  return meanInterval(
    seedMeans(rows, (row) => row[metric]),
    { limits: METRICS[metric].limits },
  );
}

/**
 * Mean over training runs with the 95 % prediction interval of one more training run, within `limits`.
 * @example
 * const row = (training_seed: number, cost: number) => ({ training_seed, cost }) as evaluation.ResultRow;
 * const rows = [row(1, 4), row(2, 6), row(3, 8)];
 * evaluation.seedPrediction(rows, ({ cost }) => cost).upper > evaluation.seedEstimate(rows, "cost").upper; // -> true
 */
export function seedPrediction(
  rows: readonly ResultRow[],
  of: RowValue,
  limits: Limits = UNLIMITED,
): Interval {
  return predictionInterval(seedMeans(rows, of), limits);
}

/**
 * Mean difference of a rule less a trained agent, a value for each training run: the mean over the evaluation runs that both
 * have, paired by their seeds. @throws RangeError where there is no pair.
 * @example
 * const row = (training_seed: number, evaluation_seed: number, cost: number) =>
 *   ({ training_seed, evaluation_seed, cost, size: 5, workload: "constant-0.6", steps: 60 }) as evaluation.ResultRow;
 * const agent = [row(1, 7, 4), row(2, 7, 6)];
 * evaluation.ruleLessAgent([row(Number.NaN, 7, 9)], agent, ({ cost }) => cost); // -> [5, 3]
 */
export function ruleLessAgent(
  rule: readonly ResultRow[],
  agent: readonly ResultRow[],
  of: RowValue,
): readonly number[] {
  const key = (row: ResultRow) => JSON.stringify([row.size, row.workload, row.steps, row.evaluation_seed]);
  const partners = new Map(rule.map((row) => [key(row), of(row)]));
  const paired = agent.filter((row) => partners.has(key(row)));
  if (paired.length === 0) throw new RangeError("rule and agent must share runs, got no pair");
  return seedMeans(paired, (row) => (partners.get(key(row)) as number) - of(row));
}

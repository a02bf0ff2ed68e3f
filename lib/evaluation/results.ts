import { type Column, readCsv, writeCsv } from "../data/csv-table.js";
import { METRICS, type MetricName } from "./metric-table.js";
import type { Metrics } from "./metrics.js";

/** One evaluated episode, as it stands in data/evaluation/*.csv; unknown numbers are NaN (empty cells). */
export interface ResultRow extends Metrics {
  /** "sim", "docker" or "writeup". */
  cluster: string;
  controller: string;
  /** N. */
  size: number;
  workload: string;
  /** From 0; runs of the same number meet the same arrivals under every controller. */
  run: number;
  /** Control steps. */
  steps: number;
  /** Seed of the training run, for a trained controller. */
  training_seed: number;
  evaluation_seed: number;
  /** Phase of training the controller comes from, where it has any. */
  phase: string;
  split: string;
  /** Container-seconds one SLA violation is worth. */
  price: number;
  /** `specId` of the cluster's spec; the manifest holds the spec. */
  spec: string;
  /** Mean weighted reward terms, `name:mean;...`: `rewardTerms` reads them. */
  reward_terms: string;
  /** `codeHash` of the sources that made the row. */
  code: string;
}

const metric = (name: MetricName): Column<ResultRow> => ({ name, kind: "number", optional: true });
const later = (column: Column<ResultRow>): Column<ResultRow> => ({ ...column, later: true });

/** Columns that outside scripts rely on, in their order, and those that came later. */
const CONTRACT: readonly Column<ResultRow>[] = [
  { name: "cluster", kind: "text" },
  { name: "controller", kind: "text" },
  { name: "size", kind: "integer" },
  { name: "workload", kind: "text" },
  { name: "run", kind: "integer" },
  { name: "steps", kind: "integer" },
  metric("users_per_container"),
  metric("throughput"),
  metric("response_time_mean"),
  metric("response_time_p95"),
  metric("response_time_p99"),
  metric("sla_violation_rate"),
  metric("error_rate"),
  metric("churn_rate"),
  metric("reversal_rate"),
  metric("routing_error"),
  metric("fleet_size_mean"),
  metric("reward_mean"),
  metric("command_rate"),
  metric("routing_loss"),
  { name: "training_seed", kind: "integer", optional: true },
  { name: "evaluation_seed", kind: "integer" },
  { name: "phase", kind: "text", optional: true },
  { name: "split", kind: "text", choices: ["train", "dev", "test"] },
  { name: "price", kind: "number", optional: true },
  { name: "spec", kind: "text" },
];

export const RESULT_COLUMNS: readonly Column<ResultRow>[] = Object.freeze([
  ...CONTRACT,
  ...(Object.keys(METRICS) as MetricName[])
    .filter((name) => !CONTRACT.some((column) => column.name === name))
    .map((name) => later(metric(name))),
  later({ name: "reward_terms", kind: "text", optional: true }),
  later({ name: "code", kind: "text", optional: true }),
]);

/** Reads an evaluation CSV; throws an InputError naming file, line and column on anything else. */
export function readResults(file: string): ResultRow[] {
  return readCsv(file, RESULT_COLUMNS);
}

/** Writes an evaluation CSV in one go. */
export function writeResults(file: string, rows: readonly ResultRow[]): void {
  writeCsv(file, RESULT_COLUMNS, rows);
}

/** Text of the `reward_terms` column. */
export function rewardTermsText(means: Readonly<Record<string, number>>): string {
  return Object.entries(means)
    .map(([name, value]) => `${name}:${value}`)
    .join(";");
}

/** Mean weighted reward terms of a row, by name. */
export function rewardTerms(row: Pick<ResultRow, "reward_terms">): Record<string, number> {
  if (row.reward_terms === "") return {};
  return Object.fromEntries(
    row.reward_terms.split(";").map((pair) => {
      const colon = pair.lastIndexOf(":");
      return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
    }),
  );
}

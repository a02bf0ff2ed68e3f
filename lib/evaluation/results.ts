import { readCsv, storedNumber, writeCsv } from "../data/index.js";
import {
  type CellOf,
  columns,
  type ExperimentRow,
  fileColumns,
  type MeasuredOf,
} from "./experiment/columns.js";

const metric = { kind: "number", optional: true } as const;
const laterMetric = { ...metric, later: true } as const;

/**
 * Columns of data/evaluation/*.csv: one evaluated episode a row, unknown numbers are empty cells. Metrics as in `Metrics`. Outside
 * scripts rely on the columns up to `spec`, in their order.
 */
export const RESULT_COLUMNS = columns({
  /** "sim", "docker" or "writeup". */
  cluster: { kind: "text", identity: true },
  controller: { kind: "text", identity: true },
  /** N. */
  size: { kind: "integer", identity: true },
  workload: { kind: "text", identity: true },
  /** From 0; runs of the same number meet the same arrivals under every controller. */
  run: { kind: "integer", identity: true },
  /** Control steps. */
  steps: { kind: "integer", identity: true },
  users_per_container: metric,
  throughput: metric,
  response_time_mean: metric,
  response_time_p95: metric,
  response_time_p99: metric,
  sla_violation_rate: metric,
  error_rate: metric,
  churn_rate: metric,
  reversal_rate: metric,
  routing_error: metric,
  fleet_size_mean: metric,
  reward_mean: metric,
  command_rate: metric,
  routing_loss: metric,
  /** Seed of the training run, for a trained controller. */
  training_seed: { kind: "integer", identity: true, optional: true },
  evaluation_seed: { kind: "integer", identity: true },
  /** Phase of training the controller comes from, where it has any. */
  phase: { kind: "text", identity: true, optional: true },
  /** "own": the user's own workload, which belongs to none. */
  split: { kind: "text", identity: true, choices: ["train", "dev", "test", "own"] },
  /** Container-seconds one SLA violation is worth. */
  price: { kind: "number", identity: true, optional: true },
  /** `specId` of the cluster's spec; the manifest holds the spec. */
  spec: { kind: "text", identity: true },
  cpu_mean: laterMetric,
  memory_mean: laterMetric,
  queue_mean: laterMetric,
  latency_mean: laterMetric,
  fleet_share: laterMetric,
  offered_users_per_container: laterMetric,
  failed: laterMetric,
  writeup_sla_violation_rate: laterMetric,
  cost: laterMetric,
  requests: { kind: "integer", optional: true, later: true },
  /** Mean weighted reward terms, `name:mean;...`: `rewardTerms` reads them. */
  reward_terms: { kind: "text", optional: true, later: true },
});

/** What tells an evaluated episode from the others. */
export type ResultCell = CellOf<typeof RESULT_COLUMNS>;
/** What is measured of it. */
export type ResultMeasures = MeasuredOf<typeof RESULT_COLUMNS>;
/** One evaluated episode. */
export type ResultRow = ExperimentRow<typeof RESULT_COLUMNS>;

const FILE_COLUMNS = fileColumns(RESULT_COLUMNS);

/**
 * Reads an evaluation CSV; throws an InputError naming file, line and column on anything else.
 * @example
 * const names = { controllers: ["threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * await evaluation.evaluate({ ...evaluation.evaluationWorld(config), file: "threshold.csv" });
 * evaluation.readResults("threshold.csv").map(({ run }) => run); // -> [0, 1]
 */
export function readResults(file: string): ResultRow[] {
  return readCsv(file, FILE_COLUMNS);
}

/**
 * Writes an evaluation CSV in one go.
 * @example
 * evaluation.writeResults("none.csv", []);
 * evaluation.readResults("none.csv"); // -> []
 */
export function writeResults(file: string, rows: readonly ResultRow[]): void {
  writeCsv(file, FILE_COLUMNS, rows);
}

/**
 * Text of the `reward_terms` column.
 * @example
 * evaluation.rewardTermsText({ errors: -0.25, latency: -1.5 }); // -> "errors:-0.25;latency:-1.5"
 */
export function rewardTermsText(means: Readonly<Record<string, number>>): string {
  return Object.entries(means)
    .map(([name, value]) => `${name}:${storedNumber(value)}`)
    .join(";");
}

/**
 * Mean weighted reward terms of a row, by name.
 * @example
 * evaluation.rewardTerms({ reward_terms: "errors:-0.25;latency:-1.5" }); // -> { errors: -0.25, latency: -1.5 }
 */
export function rewardTerms(row: Pick<ResultRow, "reward_terms">): Record<string, number> {
  if (row.reward_terms === "") return {};
  return Object.fromEntries(
    row.reward_terms.split(";").map((pair) => {
      const colon = pair.lastIndexOf(":");
      return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
    }),
  );
}

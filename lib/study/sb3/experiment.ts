import { writeCsv } from "../../data/index.js";
import {
  columns,
  type ExperimentRow,
  evaluationSeed,
  experiment,
  fileColumns,
} from "../../evaluation/index.js";

/** SB3's own PPO on the write-up's cluster, relative to the data folder. */
export const SB3_FILE = "evaluation/sb3.csv";

/** One of its trained policies, evaluated with the mean action on the users of one of our evaluations. Metrics as in `Metrics`. */
const COLUMNS = columns({
  size: { kind: "integer", identity: true },
  workload: { kind: "text", identity: true },
  /** Control steps of the evaluation. */
  steps: { kind: "integer", identity: true },
  training_seed: { kind: "integer", identity: true },
  /** Seed of our evaluation whose users these were. */
  evaluation_seed: { kind: "integer", identity: true },
  trained_steps: { kind: "integer" },
  /** Wall-clock seconds of the training, other processes running. */
  training_seconds: { kind: "integer" },
  /** Mean reward of the last 100 training episodes. */
  episode_reward: { kind: "number" },
  reward_mean: { kind: "number" },
  churn_rate: { kind: "number" },
  cpu_mean: { kind: "number" },
  latency_mean: { kind: "number" },
  fleet_size_mean: { kind: "number" },
  offered_users_per_container: { kind: "number" },
  writeup_sla_violation_rate: { kind: "number" },
});

/** A row of its file. */
export type Sb3Row = ExperimentRow<typeof COLUMNS>;

const SIZE = 5;
const STEPS = 250_000;
const TRAINING_SEEDS = [1, 2];
const WORKLOADS = ["writeup-train", "writeup-test"];

/** SB3's PPO beside ours: it needs a Python of its own, so every budget takes what is committed. */
export const sb3 = experiment({
  id: "sb3",
  question: "Does another implementation of PPO find what ours finds on the write-up's simulator?",
  module: __filename,
  file: SB3_FILE,
  committed: [SB3_FILE],
  madeBy: "npx tsx bench/peers/sb3-compare.ts",
  columns: COLUMNS,
  cells: () =>
    TRAINING_SEEDS.flatMap((training_seed) =>
      WORKLOADS.map((workload) => ({
        size: SIZE,
        workload,
        steps: STEPS,
        training_seed,
        evaluation_seed: evaluationSeed(1, { workload, size: SIZE, run: 0 }),
      })),
    ),
  describe: () => ({ seed: 1, config: { size: SIZE, steps: STEPS, seeds: TRAINING_SEEDS } }),
});

/** Writes the file of SB3's results in one go. */
export function writeSb3(file: string, rows: readonly Sb3Row[]): void {
  writeCsv(file, fileColumns(COLUMNS), rows);
}

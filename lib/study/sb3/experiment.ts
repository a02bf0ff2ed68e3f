import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { type Column, readCsv, writeCsv } from "../../data/index.js";
import type { Experiment, ExperimentRun } from "../../evaluation/index.js";

/** SB3's own PPO on the write-up's cluster, relative to the data folder. */
export const SB3_FILE = "evaluation/sb3.csv";

/** One of its trained policies, evaluated with the mean action on the users of one of our evaluations. Metrics as in `Metrics`. */
export interface Sb3Row {
  size: number;
  workload: string;
  /** Control steps of the evaluation. */
  steps: number;
  training_seed: number;
  /** Seed of our evaluation whose users these were. */
  evaluation_seed: number;
  trained_steps: number;
  /** Wall-clock seconds of the training, other processes running. */
  training_seconds: number;
  /** Mean reward of the last 100 training episodes. */
  episode_reward: number;
  reward_mean: number;
  churn_rate: number;
  cpu_mean: number;
  latency_mean: number;
  fleet_size_mean: number;
  offered_users_per_container: number;
  writeup_sla_violation_rate: number;
  code: string;
}

const COLUMNS: readonly Column<Sb3Row>[] = [
  { name: "size", kind: "integer" },
  { name: "workload", kind: "text" },
  { name: "steps", kind: "integer" },
  { name: "training_seed", kind: "integer" },
  { name: "evaluation_seed", kind: "integer" },
  { name: "trained_steps", kind: "integer" },
  { name: "training_seconds", kind: "integer" },
  { name: "episode_reward", kind: "number" },
  { name: "reward_mean", kind: "number" },
  { name: "churn_rate", kind: "number" },
  { name: "cpu_mean", kind: "number" },
  { name: "latency_mean", kind: "number" },
  { name: "fleet_size_mean", kind: "number" },
  { name: "offered_users_per_container", kind: "number" },
  { name: "writeup_sla_violation_rate", kind: "number" },
  { name: "code", kind: "text" },
];

export function readSb3(file: string): Sb3Row[] {
  return readCsv(file, COLUMNS);
}

export function writeSb3(file: string, rows: readonly Sb3Row[]): void {
  writeCsv(file, COLUMNS, rows);
}

/** SB3's PPO beside ours: it needs a Python of its own, so every budget takes what is committed. */
export const sb3: Experiment = Object.freeze({
  id: "sb3",
  question: "Does another implementation of PPO find what ours finds on the write-up's simulator?",
  file: SB3_FILE,
  committed: [SB3_FILE],
  madeBy: "npx tsx bench/peers/sb3-compare.ts",
  async run({ dataDir, onProgress }: ExperimentRun) {
    if (!existsSync(join(dataDir, SB3_FILE)))
      throw new InputError(
        `${SB3_FILE} isn't in ${dataDir}: restore it, or make it with: npx tsx bench/peers/sb3-compare.ts`,
      );
    onProgress?.(1, 1);
    return 0;
  },
});

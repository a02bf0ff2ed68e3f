import { type CellOf, columns, type ExperimentRow } from "../experiment/columns.js";

/** Columns of a tuning file: a row holds the sums over the runs of one trial at one size in one rung. */
export const TRIAL_COLUMNS = columns({
  /** Environment steps that the search may spend, and its base seed: they tell the searches of a file apart. */
  budget: { kind: "integer", identity: true },
  seed: { kind: "integer", identity: true },
  split: { kind: "text", identity: true, choices: ["train", "dev"] },
  rung: { kind: "integer", identity: true },
  /** Number of the configuration within its search, from 0. */
  trial: { kind: "integer", identity: true },
  /** Name and parameters, as `controllerByText` reads them. */
  controller: { kind: "text", identity: true },
  /** Most containers a step: a number, or N for all of them. */
  largest_step: { kind: "text", identity: true },
  size: { kind: "integer", identity: true },
  /** Name of a dev workload; empty for the random loads of train, and all names of the user's own loads (see `trainLoads`). */
  workload: { kind: "text", identity: true, optional: true },
  /** First of the runs, and how many there are: train loads by index, or runs of the dev workload. */
  first_run: { kind: "integer", identity: true },
  runs: { kind: "integer", identity: true },
  /** Steps simulated, those that aren't counted below included. */
  steps: { kind: "integer" },
  /** Seconds that are counted. */
  time: { kind: "number" },
  requests: { kind: "integer" },
  completions: { kind: "integer" },
  violations: { kind: "integer" },
  errors: { kind: "integer" },
  /** Mean over the runs of violations / requests. */
  violation_rate: { kind: "number" },
  container_seconds: { kind: "number" },
  response_time_sum: { kind: "number" },
  changes: { kind: "integer" },
  commands: { kind: "integer" },
  reversals: { kind: "integer" },
});

/** What is measured: one trial at one size on some runs. */
export type TrialCell = CellOf<typeof TRIAL_COLUMNS>;

/** What came out. */
export type TrialRow = ExperimentRow<typeof TRIAL_COLUMNS>;

import { columns, type RowOf } from "../../../evaluation/index.js";

const measured = { kind: "number", optional: true } as const;

/** What is told of a training run and its agent: some rows a run. */
export const TRAINED_COLUMNS = columns({
  /** training: means over what was trained since the row before; mean and sampled: the finished agent, without noise and with it. */
  phase: { kind: "text", point: true, choices: ["training", "mean", "sampled"] },
  /** Environment steps trained. */
  steps: { kind: "integer", point: true },
  /** Mean of a step, as the run pays it. */
  reward: { ...measured, unstable: true },
  fleet_share: measured,
  churn_rate: { ...measured, unstable: true },
  command_rate: measured,
  /** Mean deviation of the action, in the head's own measure. */
  exploration: measured,
  sla_violation_rate: measured,
  error_rate: measured,
  users_per_container: measured,
  response_time_mean: measured,
  reversal_rate: measured,
  routing_error: measured,
  /** As `evaluation.LargestShare`. */
  largest_share: measured,
  counted_steps: measured,
  /** Of a Gaussian scale: mean over steps of its mean, its deviation, and the share of steps in which a draw would ask for a change. */
  scale_mean: measured,
  scale_deviation: measured,
  switching_expected: measured,
  /** Shares of steps by the bin of the scale's mean (`SCALE_EDGES`), joined by ";". */
  scale_histogram: { kind: "text", optional: true },
  /** Processor time of the training, where it was done in one go. */
  cpu_seconds: { ...measured, timing: true },
});

/** A row of a training run. */
export type TrainedMeasures = RowOf<typeof TRAINED_COLUMNS>;

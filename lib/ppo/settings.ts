import type { LossSettings } from "./loss.js";
import type { Schedule } from "./schedule.js";

/** Settings of PPO, in the words of Stable-Baselines3 and CleanRL where these are plain. */
export interface PpoSettings extends LossSettings {
  /** T: steps of each environment between two updates (`n_steps`, `num_steps`). */
  readonly rolloutSteps: number;
  /** Samples in a minibatch; the last one of an epoch may have fewer. */
  readonly minibatch: number;
  /** Times that every sample is used. */
  readonly epochs: number;
  readonly learningRate: Schedule;
  /** gamma, 0 .. 1. */
  readonly discount: number;
  /** lambda of the advantages (`gae_lambda`), 0 .. 1. */
  readonly lambda: number;
  /** Gradients of a larger Euclidean norm are scaled down to this one. */
  readonly maxGradNorm: number;
  /** Advantages of a minibatch are brought to mean 0 and deviation 1. */
  readonly normalizeAdvantages: boolean;
  readonly normalizeObservations: boolean;
  readonly normalizeRewards: boolean;
  /** The epochs of an update end early where `approxKl` exceeds 1.5 times this, in nats; null: never. */
  readonly targetKl: number | null;
}

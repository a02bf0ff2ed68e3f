import type { LossSettings } from "./loss.js";
import type { Schedule } from "./schedule.js";

/** Settings of PPO. */
export interface PpoSettings extends LossSettings {
  /** T: steps of each environment between two updates. */
  readonly rolloutSteps: number;
  /** Samples in a minibatch; the last one of an epoch may have fewer. */
  readonly minibatch: number;
  /** Times that every sample is used. */
  readonly epochs: number;
  readonly learningRate: Schedule;
  /** gamma. */
  readonly discount: number;
  /** lambda of the advantages. */
  readonly lambda: number;
  /** Gradients are scaled down to this norm. */
  readonly largestGradientNorm: number;
  /** Advantages of a minibatch are brought to mean 0 and deviation 1. */
  readonly normalizeAdvantages: boolean;
  readonly normalizeObservations: boolean;
  readonly normalizeRewards: boolean;
  /** The epochs of an update end early where the divergence from the old policy exceeds 1.5 times this; null: never. */
  readonly targetDivergence: number | null;
}

import type { PpoSettings } from "../../lib/ppo/index.js";

/** One training seed, as every peer is set up: the same clusters, traffic, network and settings of PPO. */
export interface SpeedSettings {
  /** N. */
  readonly size: number;
  /** Clusters that step together. */
  readonly clusters: number;
  readonly episodeSteps: number;
  /** A day's rise and fall, as `workload.diurnal` takes it. */
  readonly traffic: { readonly level: number; readonly amplitude: number; readonly period: number };
  /** Widths of the hidden tanh layers, of actor and critic alike. */
  readonly hidden: readonly number[];
  readonly ppo: PpoSettings;
}

/** Between 1 and 9 users a node, the write-up's peak, once a minute: the phase is drawn anew in every episode. */
export const SPEED_TRAFFIC = Object.freeze({ level: 0.5, amplitude: 0.8, period: 60 });

/** 64 clusters x 128 steps, 10 epochs of minibatches of 2,048; what isn't a matter of speed is the write-up's. */
export function speedSettings(size: number): SpeedSettings {
  return {
    size,
    clusters: 64,
    episodeSteps: 100,
    traffic: SPEED_TRAFFIC,
    hidden: [64, 64],
    ppo: {
      rolloutSteps: 128,
      minibatch: 2048,
      epochs: 10,
      learningRate: { kind: "constant", from: 1e-3 },
      clipRange: 0.3,
      vfCoef: 0.5,
      entCoef: 1e-4,
      discount: 0.8622,
      lambda: 0.9067,
      maxGradNorm: 0.5,
      normalizeAdvantages: true,
      normalizeObservations: true,
      normalizeRewards: true,
      targetKl: null,
    },
  };
}

import type { ClusterSpec, Observation, ScaleCommand } from "../cluster/contract.js";

export type { Controller, Decision } from "../cluster/contract.js";

/** The scaling half of a rule. */
export interface ScalingRule<Memory = unknown> {
  readonly name: string;
  start(spec: ClusterSpec, seed: number): Memory;
  decide(observation: Observation, memory: Memory): { readonly scale: ScaleCommand; readonly memory: Memory };
}

/** The routing half: weights from what is seen now. */
export interface Router {
  readonly name: string;
  /** Fills `weights` (length N); containers that aren't ready may get any value, the cluster ignores it. */
  route(observation: Observation, weights: Float64Array): void;
}

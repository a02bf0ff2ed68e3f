import type { ClusterSpec, Dispatch, Observation } from "../cluster/contract.js";

export type { Controller, Decision } from "../cluster/contract.js";

/** The scaling half of a rule. */
export interface ScalingRule<Memory = unknown> {
  readonly name: string;
  start(spec: ClusterSpec, seed: number): Memory;
  /** Containers to start (> 0) or to stop (< 0), a whole number. The composition cuts it to the spec's `largestScaleStep`. */
  decide(observation: Observation, memory: Memory): { readonly scale: number; readonly memory: Memory };
}

/** The routing half: weights from what is seen now. */
export interface Router {
  readonly name: string;
  /** The dispatch its weights are made for; left out: the cluster's own. */
  readonly dispatch?: Dispatch | undefined;
  /** Fills `weights` (length N); containers that aren't ready may get any value, the cluster ignores it. */
  route(observation: Observation, weights: Float64Array): void;
}

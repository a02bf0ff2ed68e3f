import type { Action, ClusterSpec, Observation, ScaleCommand } from "../cluster/contract.js";

/** A decision with the memory to hand back at the next one. */
export interface Decision<Memory> {
  readonly action: Action;
  readonly memory: Memory;
}

/**
 * A controller: `(observation, memory) -> (action, memory)`. PPO and every rule implement it. It keeps nothing itself:
 * all that lasts from step to step is in `memory`, so that one controller serves many clusters at once.
 */
export interface Controller<Memory = unknown> {
  /** The name it is asked for by and listed under, e.g. "threshold+least-queue". */
  readonly name: string;
  /** Memory before the first decision of an episode; `seed` feeds controllers that draw random numbers. */
  start(spec: ClusterSpec, seed: number): Memory;
  decide(observation: Observation, memory: Memory): Decision<Memory>;
}

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

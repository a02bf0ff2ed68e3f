import type { Action, Observation } from "../cluster/index.js";

/** What an encoding is for. */
export interface EncodingNeeds {
  /** N. */
  readonly size: number;
  /** Requests/s at the peak of the traffic. */
  readonly peakRate: number;
  /** k: most containers that an action starts or stops. */
  readonly largestScaleStep: number;
}

/** A choice that an action vector's last number makes: it is 0, 1, ..., count - 1. */
export interface Choice {
  /** What is chosen: the scale command, from -k to k, or the size of the fleet, from 1 to N. */
  readonly of: "command" | "target";
  readonly count: number;
}

/**
 * Where a vector shows containers one by one: it begins with `blocks` blocks of a number for each of `containers` containers, all
 * CPUs, all memories and so on; what follows is of the cluster as a whole.
 */
export interface ContainerLayout {
  readonly containers: number;
  readonly blocks: number;
}

/**
 * How clusters of one size look to a policy, and what its action vectors mean. One encoding serves many clusters: what it
 * remembers of a cluster's episode (what was seen some steps ago, say) is a memory that its caller keeps.
 */
export interface Encoding<Memory = unknown> {
  /** O. */
  readonly observationLength: number;
  /** Left out where the observation has no such order. With it an action vector begins with a number for each container. */
  readonly layout?: ContainerLayout | undefined;
  /** A. */
  readonly actionLength: number;
  /** What the last number of an action vector chooses; left out: it may be any number. */
  readonly choice?: Choice | undefined;
  /** The memory before an episode's first observation. */
  start(): Memory;
  /**
   * Writes the observation as O numbers into `vector`, and returns the memory for the next one. It neither changes `memory` nor
   * keeps it. Each observation of an episode is shown once, in order.
   */
  observe(observation: Observation, memory: Memory, vector: Float64Array): Memory;
  /**
   * The action that A numbers stand for; its arrays are the encoding's own and overwritten by the next call.
   * @param memory what the observation that was decided on has left.
   */
  action(vector: ArrayLike<number>, memory: Memory): Action;
}

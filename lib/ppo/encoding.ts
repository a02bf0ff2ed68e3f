import type { Action, Observation } from "../cluster/index.js";

/** What an encoding is for. */
export interface EncodingNeeds {
  /** N. */
  readonly size: number;
  /** Requests/s at the peak of the traffic. */
  readonly peakRate: number;
}

/**
 * How clusters of one size look to a policy, and what its action vectors mean. One encoding serves many clusters: what it
 * remembers of a cluster's episode (what was seen some steps ago, say) is a memory that its caller keeps.
 */
export interface Encoding<Memory = unknown> {
  /** O. */
  readonly observationLength: number;
  /** A. */
  readonly actionLength: number;
  /** The memory before an episode's first observation. */
  start(): Memory;
  /**
   * Writes the observation as O numbers into `vector`, and returns the memory for the next one. It neither changes `memory` nor
   * keeps it. Each observation of an episode is shown once, in order.
   */
  observe(observation: Observation, memory: Memory, vector: Float64Array): Memory;
  /** The action that A numbers stand for; its arrays are the encoding's own and overwritten by the next call. */
  action(vector: ArrayLike<number>): Action;
}

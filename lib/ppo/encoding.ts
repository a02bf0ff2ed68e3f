import type { Action, ClusterSpec, Dispatch, Observation } from "../cluster/index.js";

/** What an encoding is for. */
export interface EncodingNeeds {
  /** N. */
  readonly size: number;
  /** Requests/s at the peak of the traffic. */
  readonly peakRate: number;
  /** k: most containers that an action starts or stops. */
  readonly largestScaleStep: number;
  /** What the proxy does with each request where the policy is trained. */
  readonly dispatch?: Dispatch | undefined;
}

/** What an episode may have of its own. */
export interface EpisodeNeeds {
  /** The cluster's. */
  readonly spec: ClusterSpec;
  /** Price of an SLA violation in container-seconds, > 0; 1 where the episode has none. */
  readonly price: number;
}

/** A choice that an action vector's last number makes: it is 0, 1, ..., count - 1. */
export interface Choice {
  /** What is chosen: the scale command, from -k to k; the size of the fleet, from 1 to N; or one of the commands that an encoding lists. */
  readonly of: "command" | "target" | "step";
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
  /**
   * How many of the last numbers of a vector are offsets: they are never normalised, and are added to the network's last outputs
   * (`offsetNetwork`). Left out: none.
   */
  readonly offsets?: number | undefined;
  /** The dispatch that its actions are made for; left out: any. */
  readonly dispatch?: Dispatch | undefined;
  /** Whether it shows the policy the episode's price. */
  readonly isPriced?: boolean | undefined;
  /** The memory before an episode's first observation. */
  start(episode: EpisodeNeeds): Memory;
  /**
   * Writes the observation as O numbers into `vector`, and returns the memory for the next one. It keeps nothing itself. Where there
   * is a `copy`, it may go on in `memory`, which is then of no more use; else it never changes `memory`. Each observation of an
   * episode is shown once, in order.
   */
  observe(observation: Observation, memory: Memory, vector: Float64Array): Memory;
  /** The same memory, which goes on by itself, for who keeps memories. Left out: memories are never changed. */
  copy?(memory: Memory): Memory;
  /**
   * The action that A numbers stand for; its arrays are the encoding's own and overwritten by the next call.
   * @param memory what the observation that was decided on has left.
   */
  action(vector: ArrayLike<number>, memory: Memory): Action;
}

import type { ClusterSpec, Dispatch } from "../../contract.js";
import type { QueueBank } from "../queue-bank.js";
import { leastConnections } from "./least-connections.js";
import { PowerOfTwo } from "./power-of-two.js";
import { RandomDispatch } from "./random-dispatch.js";
import { RoundRobin } from "./round-robin.js";

/** Takes requests that are finished out of the queues. */
export interface Completions {
  /** Takes the requests of container `c` that are finished by `time` out. */
  completeUntil(c: number, time: number): void;
}

/** What a dispatcher chooses by. */
export interface DispatchSetting {
  /** Clusters, B. */
  readonly clusters: number;
  readonly spec: ClusterSpec;
  /** Whole weights, B x N; those of containers that aren't ready are 0. The owner changes them and calls `follow`. */
  readonly weights: Float64Array;
  readonly queues: QueueBank;
  readonly completions: Completions;
}

/** Chooses a container for each request, for many clusters of the same spec. */
export interface Dispatcher {
  /** Begins anew with what the queues of cluster `b` hold; no container has a weight. */
  clear(b: number): void;
  /** Cluster `b` of another dispatcher of the same kind becomes this one's first cluster, whose queues and weights are the same. */
  copyFrom(other: this, b: number): void;
  /** Takes over the weights of cluster `b`, which add up to `sum` > 0, at time `now`. */
  follow(b: number, sum: number, now: number): void;
  /** Lets the time of cluster `b` go on to `now`, so that nothing is missed when others complete requests. */
  advance(b: number, now: number): void;
  /**
   * Index within cluster `b` of the container for the request that arrives at `now`. All times of a cluster come in order.
   * @param uniform the request's routing draw in (0, 1)
   * @param second its second routing draw in (0, 1), where the dispatch needs one
   */
  choose(b: number, now: number, uniform: number, second: number): number;
  /** Container `i` of cluster `b` has taken the request that was sent to it. */
  accept(b: number, i: number): void;
}

const DISPATCHERS: Readonly<Record<Dispatch, (setting: DispatchSetting) => Dispatcher>> = Object.freeze({
  random: (setting) => new RandomDispatch(setting),
  "smooth-weighted-round-robin": (setting) => new RoundRobin(setting),
  "least-connections": leastConnections,
  "power-of-two": (setting) => new PowerOfTwo(setting),
});

/** Routing draws that each dispatch looks at. */
export const ROUTING_DRAWS: Readonly<Record<Dispatch, number>> = Object.freeze({
  random: 1,
  "smooth-weighted-round-robin": 0,
  "least-connections": 0,
  "power-of-two": 2,
});

/** The dispatcher that the spec names. */
export function dispatcherOf(setting: DispatchSetting): Dispatcher {
  return DISPATCHERS[setting.spec.dispatch](setting);
}

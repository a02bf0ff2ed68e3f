/**
 * The contracts of a cluster (reset, step, close) and of what controls it. The simulated, the write-up's and the Docker
 * cluster are built from the same `ClusterSpec`; nothing outside `cluster` asks which of them it talks to.
 */

import type { Observation } from "./observation-fields.js";
import type { ServiceTimes } from "./service-times.js";
import type { StepStatistics } from "./step-fields.js";

export type { Observation } from "./observation-fields.js";
export type { StepStatistics } from "./step-fields.js";

/** States a container can be in; the numbers in `Observation.state`. */
export const ContainerState = { off: 0, starting: 1, ready: 2, draining: 3 } as const;

/** One container. */
export interface ContainerSpec {
  /** CPU limit in cores. */
  readonly cpuShare: number;
  /** Memory limit in MiB. */
  readonly memoryMiB: number;
  /** Mean service rate mu in requests/s when busy. */
  readonly serviceRate: number;
  /**
   * CPU seconds that a request of mean demand costs the worker that comes with this library; left out: cpuShare / serviceRate, with
   * which a busy one serves `serviceRate` requests/s.
   */
  readonly meanDemand?: number;
}

/**
 * How the proxy spreads requests over ready containers with weights w, q the requests that each holds:
 * - random: by chance, in proportion to w;
 * - smooth-weighted-round-robin: in turn, each container's turns spaced evenly;
 * - least-connections: to an idle one first, else to the least (q + 1)/w, ties in turn;
 * - power-of-two: to the less loaded of two drawn by chance.
 */
export const DISPATCHES = [
  "random",
  "smooth-weighted-round-robin",
  "least-connections",
  "power-of-two",
] as const;
/** Name of a dispatch: what the proxy does with each request under the weights in force, as `DISPATCHES` says. */
export type Dispatch = (typeof DISPATCHES)[number];

/** Resident memory of a worker: grows at once with requests in the system, is released slowly. */
export interface MemoryModel {
  /** Resident memory of an idle worker in MiB. */
  readonly idleMiB: number;
  /** Memory of one request in the system in MiB. */
  readonly perRequestMiB: number;
  /** Time constant in s with which memory no longer needed is released. */
  readonly releaseTime: number;
}

/** Everything both worlds are built from. */
export interface ClusterSpec {
  /** The containers in the cluster's order: by default the first that is off is started, the last that runs is stopped. */
  readonly containers: readonly ContainerSpec[];
  /** Length of a control step in s. */
  readonly controlInterval: number;
  /** Time in s from start to ready. */
  readonly coldStart: number;
  /** Most requests a container holds, the one in service included (K). */
  readonly queueLimit: number;
  /** Response times above this many s violate the SLA. */
  readonly sla: number;
  /** Periods of workloads and windows of controllers are divided by this. */
  readonly timeScale: number;
  /** Containers ready after a reset. */
  readonly initialFleet: number;
  /** Most containers that one action starts or stops (k). */
  readonly largestScaleStep: number;
  /** What the proxy does with each request, where the controller names nothing else. */
  readonly dispatch: Dispatch;
  /**
   * Largest whole number that weights are rounded to; left out: `MAX_WEIGHT`, HAProxy's. A larger one hardly rounds; only the simulator
   * takes it, and only dispatches without connections to count.
   */
  readonly largestWeight?: number;
  readonly memory: MemoryModel;
  /** How service times vary; left out: exponentially. */
  readonly serviceTimes?: ServiceTimes;
}

/** What a controller asks for. */
export interface Action {
  /** Routing weight of each container, >= 0, length N. Containers that aren't ready get nothing; all zero means equal. */
  readonly weights: ArrayLike<number>;
  /** Containers to start (> 0) or to stop (< 0): a whole number from -k to k, k = `spec.largestScaleStep`. */
  readonly scale: number;
  /**
   * Indices of containers to start or stop, at most |scale|. The cluster's order takes the place of those left out, and of those
   * with which it can't be done.
   */
  readonly containers?: ArrayLike<number>;
}

/** Result of one control step. Reused by the next step: copy what is to be kept. */
export interface StepResult {
  readonly observation: Observation;
  readonly reward: number;
  /** The reward's named terms, weighted: they add up to `reward`. */
  readonly terms: Readonly<Record<string, number>>;
  /** The time limit was reached. The task itself never terminates. */
  readonly truncated: boolean;
  readonly statistics: StepStatistics;
}

type Awaitable<T> = T | Promise<T>;

/** The contract. */
export interface Cluster {
  /** "sim", "docker" or "writeup"; goes into the `cluster` column. */
  readonly kind: string;
  readonly spec: ClusterSpec;
  /** Starts a new episode. Seed: a whole number >= 0; it fixes arrivals, demands and routing draws. */
  reset(seed: number): Awaitable<Observation>;
  /** Applies the action for one control interval. Throws a RangeError on a senseless action. */
  step(action: Action): Awaitable<StepResult>;
  /** Frees what the cluster holds; a second call does nothing. */
  close(): Awaitable<void>;
}

/** A decision with the memory to hand back at the next one. */
export interface Decision<Memory> {
  readonly action: Action;
  readonly memory: Memory;
}

/**
 * A controller: `(observation, memory) -> (action, memory)`. Every rule and every trained agent is one. It keeps nothing
 * itself: all that lasts from step to step is in `memory`, so that one controller serves many clusters at once.
 */
export interface Controller<Memory = unknown> {
  /** The name it is asked for by and listed under, e.g. "threshold+least-queue". */
  readonly name: string;
  /** The dispatch it is to run under; left out: the spec's own. Whoever opens its cluster follows it (`dispatchedSpec`). */
  readonly dispatch?: Dispatch | undefined;
  /** Memory before the first decision of an episode; `seed` feeds controllers that draw random numbers. */
  start(spec: ClusterSpec, seed: number): Memory;
  decide(observation: Observation, memory: Memory): Decision<Memory>;
}

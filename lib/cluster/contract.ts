/**
 * The contracts of a cluster (reset, step, close) and of what controls it. The simulated, the write-up's and the Docker
 * cluster are built from the same `ClusterSpec`; nothing outside `cluster` asks which of them it talks to.
 */

/** One container. */
export interface ContainerSpec {
  /** CPU limit in cores. */
  readonly cpuShare: number;
  /** Memory limit in MiB. */
  readonly memoryMiB: number;
  /** Mean service rate mu in requests/s when busy. */
  readonly serviceRate: number;
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
  readonly memory: MemoryModel;
}

/** States a container can be in; the numbers in `Observation.state`. */
export const ContainerState = { off: 0, starting: 1, ready: 2, draining: 3 } as const;

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

/**
 * What every controller sees at a decision, all of it over the control interval that has just ended.
 * Arrays have length N and are views that the next step overwrites: copy what is to be kept.
 */
export interface Observation {
  /** N. */
  readonly size: number;
  /** Seconds since the reset. */
  readonly time: number;
  /** `ContainerState` of each container. */
  readonly state: Uint8Array;
  /** Busy share of the container's own CPU limit, 0 .. 1. */
  readonly cpu: Float64Array;
  /** Resident memory as a share of the limit, 0 .. 1. */
  readonly memory: Float64Array;
  /** Mean response time in s of requests completed in the interval; 0 where none was. */
  readonly latency: Float64Array;
  /** Errors / (errors + completions) of the interval; 0 where there was neither. */
  readonly errorRate: Float64Array;
  /** Requests in the container now, the one in service included. */
  readonly queueDepth: Float64Array;
  /** CPU limit in cores. */
  readonly cpuShare: Float64Array;
  /** Memory limit in MiB. */
  readonly memoryMiB: Float64Array;
  /** Service rate in requests/s (as specified or calibrated). */
  readonly serviceRate: Float64Array;
  /** Requests/s that arrived in the interval. */
  readonly arrivalRate: number;
  /** `arrivalRate` less that of the interval before, in requests/s. */
  readonly arrivalTrend: number;
  /** Containers that are starting, ready or draining. */
  readonly fleetSize: number;
  /** Seconds since a scale command last took effect (since the reset, where none did). */
  readonly timeSinceScaleChange: number;
  /** Weights in force in the interval, length N. */
  readonly lastWeights: Float64Array;
  /** The scale command of the last action. */
  readonly lastScale: number;
}

/**
 * What happened in one control step: the row a record is made of. Counts are of requests.
 * Both worlds fill every field; `routingLoss` is NaN where it can't be known.
 */
export interface StepStatistics {
  /** Index of the step since the reset, from 0. */
  readonly step: number;
  /** Intended arrival rate of the workload in requests/s. */
  readonly offeredRate: number;
  /** Requests that arrived. */
  readonly requests: number;
  /** Requests answered. */
  readonly completions: number;
  /** Requests refused or lost. */
  readonly errors: number;
  /** SLA violations that became certain: answered late, unanswered past the SLA, or an error; each request once. */
  readonly violations: number;
  /** Sum of response times of completions in s. */
  readonly responseTimeSum: number;
  /** Number of completions in each response-time bucket (`ResponseTimeBuckets`). */
  readonly histogram: Uint32Array;
  /** Container-seconds billed (starting, ready, draining). */
  readonly containerSeconds: number;
  /** Containers in each state at the end of the step. */
  readonly starting: number;
  readonly ready: number;
  readonly draining: number;
  /** Mean over containers that are ready at the end of the step. */
  readonly cpuMean: number;
  readonly memoryMean: number;
  readonly latencyMean: number;
  /** Mean requests in the system per ready container at the end of the step. */
  readonly queueMean: number;
  /** Requests that wait (in a ready container but not in service) at the end of the step, summed over ready containers. */
  readonly waiting: number;
  /** Sum over containers of their error rates (what the write-up counts as "failed"). */
  readonly errorRateSum: number;
  /** The scale command asked for, in containers. */
  readonly scaleCommand: number;
  /** The change that took effect: containers that began to start (> 0) or to stop (< 0). */
  readonly scaleEffect: number;
  /** The command has the opposite sign of the last command that wasn't hold. */
  readonly commandReversed: boolean;
  /** The effect has the opposite sign of the last effect. */
  readonly effectReversed: boolean;
  /** Total-variation distance between commanded shares after rounding and capacity-proportional shares, both over ready containers. */
  readonly routingError: number;
  /** One-step regret in s of mean response time against the fixed least-queue router; NaN where not measured. */
  readonly routingLoss: number;
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

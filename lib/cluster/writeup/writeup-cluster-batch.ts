import { requireNonNegative } from "../../check/index.js";
import { RandomStream } from "../../random/index.js";
import type { Workload } from "../../workload/contract.js";
import type { ActionBatch } from "../batch/action-batch.js";
import { ClusterBatch } from "../batch/cluster-batch.js";
import { ScaleHistory } from "../batch/scale-history.js";
import { type ClusterSpec, ContainerState, type Dispatch } from "../contract.js";
import { changeFleet, type ScalableFleet } from "../fleet.js";
import { requireDispatch } from "../require-dispatch.js";
import type { RewardModel } from "../reward.js";
import { capacityDistance } from "../weights.js";
import {
  WRITEUP_MODEL,
  writeupErrorRate,
  writeupLatency,
  writeupMemory,
  writeupNumberInSystem,
} from "./model.js";
import { fillNormal } from "./noise.js";
import { writeupReward } from "./reward.js";
import { shareAmongReady } from "./shares.js";
import { type TrafficStream, traceStream } from "./traffic.js";
import { WholeCounts } from "./whole-counts.js";

const { off, ready } = ContainerState;
const { cpuNoise, memoryNoise, latencyNoise } = WRITEUP_MODEL;

/** Normal numbers a node and step: CPU, latency, memory, and one to make them even. */
const NOISES = 4;

/** Dispatches that give each node its share of the requests, whatever the nodes hold. */
const STATELESS_DISPATCHES: readonly Dispatch[] = ["random", "smooth-weighted-round-robin"];

/** How to build the write-up's clusters. Give either `workload` or `traffic`. */
export interface WriteupOptions {
  readonly spec: ClusterSpec;
  /** Control steps in an episode; the last one is truncated. The write-up trains with 100 and evaluates 250,000 at a stretch. */
  readonly steps: number;
  /** Every episode has its own trace, from the seed of its reset, asked for at a capacity of 10 users a node. */
  readonly workload?: Workload;
  /** The traffic clock runs on over resets: made once a cluster, from the seed of its first reset. */
  readonly traffic?: (seed: number) => TrafficStream;
  /** Default: the write-up's reward. */
  readonly reward?: RewardModel;
  /** Factor on the standard deviations of the noise; 0 switches it off. Default 1. */
  readonly noise?: number;
}

/**
 * B of the write-up's memoryless clusters that step together: in a step each node shows what M/M/1 in its steady state would
 * (model.ts) at lambda = users x its weight share, mu = its service rate; a user makes one request/s. Scaling takes effect
 * at once; the cold start, queue limit and memory model of the spec play no part. A step creates no object.
 *
 * Requests are counted whole: see `WholeCounts`.
 *
 * After a reset the initial fleet is seen under the users of the first step, with equal weights.
 * All noise of a cluster comes from its seed, the same numbers for a node and step whether it runs or not: controllers meet
 * the same noise, and trajectories don't depend on B.
 * @example
 * const spec = cluster.writeupSpec({ size: 5 });
 * const load = workload.writeup({ patterns: "sustained" });
 * const nodes = new cluster.WriteupClusterBatch(2, { spec, workload: load, steps: 100, noise: 0 });
 * for (const b of [0, 1]) nodes.reset(b, 1);
 * nodes.step(cluster.actionBatch(2, spec));
 * nodes.rewards[0] === nodes.rewards[1]; // -> true
 */
export class WriteupClusterBatch extends ClusterBatch {
  readonly #fleet: ScalableFleet;
  readonly #options: WriteupOptions;
  readonly #noise: number;
  readonly #serviceRate: Float64Array;
  readonly #random: RandomStream[] = [];
  readonly #traffic: (TrafficStream | undefined)[];
  /** Normal numbers of one cluster's step, NOISES x N. */
  readonly #draws: Float64Array;
  /** Users of the current step, B. */
  readonly #users: Float64Array;
  readonly #history: ScaleHistory;
  readonly #counts: WholeCounts;

  constructor(batch: number, options: WriteupOptions) {
    const { spec, steps, reward = writeupReward(), noise = 1 } = options;
    super(batch, { spec, steps, reward });
    requireDispatch("the write-up's cluster", spec, STATELESS_DISPATCHES);
    requireNonNegative("noise", noise);
    if ((options.workload === undefined) === (options.traffic === undefined))
      throw new RangeError("the write-up's cluster needs either workload or traffic");
    this.#options = options;
    this.#noise = noise;
    this.#serviceRate = Float64Array.from(spec.containers, (container) => container.serviceRate);
    this.#traffic = new Array<TrafficStream | undefined>(batch).fill(undefined);
    this.#draws = new Float64Array(NOISES * this.size);
    this.#users = new Float64Array(batch);
    this.#history = new ScaleHistory(batch);
    this.#fleet = immediateFleet(this.observations.state);
    this.#counts = new WholeCounts(batch, spec.sla);
  }

  protected begin(b: number, seed: number): void {
    const { workload, traffic } = this.#options;
    if (workload !== undefined) this.#traffic[b] = traceStream(workload, this.spec, seed, this.steps);
    else this.#traffic[b] ??= (traffic as (seed: number) => TrafficStream)(seed);
    this.#random[b] = RandomStream.of(seed, "noise");
    this.#history.clear(b);
    const first = b * this.size;
    this.observations.state.fill(ready, first, first + this.spec.initialFleet);
    const users = (this.#traffic[b] as TrafficStream).next();
    this.#users[b] = users;
    this.records[b].begin(0, users);
    this.#share(b, this.observations.lastWeights);
    this.#serve(b);
    this.#counts.clear(b);
    this.observations.arrivalTrend[b] = 0;
  }

  protected play(b: number, step: number, actions: ActionBatch): void {
    if (step > 0) this.#users[b] = (this.#traffic[b] as TrafficStream).next();
    this.records[b].begin(step, this.#users[b]);
    this.#scale(b, actions);
    this.#share(b, actions.weights);
    this.#serve(b);
  }

  #scale(b: number, { scale, containers }: ActionBatch): void {
    const offset = b * this.spec.largestScaleStep;
    const effect = changeFleet(this.#fleet, b * this.size, this.size, scale[b], 0, containers, offset);
    this.#history.note(b, scale[b], effect, this.records[b]);
  }

  #share(b: number, weights: Float64Array): void {
    const { state, lastWeights } = this.observations;
    const first = b * this.size;
    shareAmongReady(weights, state, lastWeights, first, this.size);
    this.records[b].routingError = capacityDistance(lastWeights, state, this.#serviceRate, first);
  }

  /** What every node shows under this step's users, and what is counted. */
  #serve(b: number): void {
    const interval = this.spec.controlInterval;
    const observed = this.observations;
    const noise = this.#noise;
    const record = this.records[b];
    const draws = this.#draws;
    fillNormal(this.#random[b], draws);
    const users = this.#users[b];
    let waiting = 0;
    for (let i = 0; i < this.size; i++) {
      const c = b * this.size + i;
      if (observed.state[c] === off) {
        observed.clearContainer(c);
        continue;
      }
      const arrivalRate = users * observed.lastWeights[c];
      const utilization = arrivalRate / this.#serviceRate[i];
      const number = writeupNumberInSystem(utilization);
      const latency =
        writeupLatency(utilization) * (1 + Math.abs(noise * latencyNoise * draws[NOISES * i + 1]));
      const errorRate = writeupErrorRate(utilization);
      observed.cpu[c] = unit(utilization + noise * cpuNoise * draws[NOISES * i]);
      observed.memory[c] = unit(writeupMemory(number) + noise * memoryNoise * draws[NOISES * i + 2]);
      observed.latency[c] = latency;
      observed.errorRate[c] = errorRate;
      observed.queueDepth[c] = number;
      waiting += number - utilization;
      record.containerSeconds += interval;
      this.#counts.add(b, record, arrivalRate * interval, errorRate, latency);
    }
    record.requests = record.completions + record.errors;
    record.waiting = waiting;
    this.observeArrivals(b, users);
  }
}

/** Nodes that are ready or off as soon as it is asked for. */
function immediateFleet(state: Uint8Array): ScalableFleet {
  return {
    state,
    start(c) {
      state[c] = ready;
    },
    stop(c) {
      state[c] = off;
    },
  };
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

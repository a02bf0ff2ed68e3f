import { requireInteger, requireNonNegative } from "../../check/index.js";
import { RandomStream } from "../../random/index.js";
import type { Workload } from "../../workload/contract.js";
import type { ClusterBatch } from "../batch-of-one.js";
import {
  type ClusterSpec,
  ContainerState,
  type Observation,
  type ScaleCommand,
  type StepStatistics,
} from "../contract.js";
import { containerToStart, containerToStop } from "../fleet.js";
import { bucketIndex } from "../response-time-buckets.js";
import { evaluateReward, type RewardModel } from "../reward.js";
import { ObservationBatch } from "../simulated/observation-batch.js";
import type { ActionBatch } from "../simulated/simulated-cluster-batch.js";
import { StepRecord } from "../simulated/step-record.js";
import { checkSpec } from "../spec.js";
import { checkWeights } from "../weights.js";
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

const { off, ready } = ContainerState;
const { cpuNoise, memoryNoise, latencyNoise } = WRITEUP_MODEL;

/** Normal numbers a node and step: CPU, latency, memory, and one to make them even. */
const NOISES = 4;

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
 * at once; the cold start, queue limit, dispatch and memory model of the spec play no part. A step creates no object.
 *
 * Counts are whole numbers that keep up with the fractional expectation: of the running sums of expected completions and of
 * expected errors, node by node and step after step, the part that has passed the next half is counted. So sums over any run
 * are within 1/2 of the expectation, and requests = completions + errors are within 1 of the users. A node's completions all
 * take its mean latency; where that is above the SLA all of them violate it.
 *
 * After a reset the initial fleet is seen under the users of the first step, with equal weights.
 * All noise of a cluster comes from its seed, the same numbers for a node and step whether it runs or not: controllers meet
 * the same noise, and trajectories don't depend on B.
 */
export class WriteupClusterBatch implements ClusterBatch {
  readonly size: number;
  readonly observations: ObservationBatch;
  readonly rewards: Float64Array;
  readonly truncated: Uint8Array;
  readonly #options: WriteupOptions;
  readonly #reward: RewardModel;
  readonly #noise: number;
  readonly #records: StepRecord[];
  readonly #terms: Record<string, number>[];
  readonly #views: Observation[];
  readonly #serviceRate: Float64Array;
  readonly #random: RandomStream[] = [];
  readonly #traffic: (TrafficStream | undefined)[];
  /** Normal numbers of one cluster's step, NOISES x N. */
  readonly #draws: Float64Array;
  /** Users of the next step, B. */
  readonly #users: Float64Array;
  readonly #step: Int32Array;
  readonly #lastCommand: Int8Array;
  readonly #lastEffect: Int8Array;
  /** Expected completions and errors not counted yet, B: within +-1/2. */
  readonly #uncountedCompletions: Float64Array;
  readonly #uncountedErrors: Float64Array;

  constructor(batch: number, options: WriteupOptions) {
    const { spec, steps, noise = 1 } = options;
    requireInteger("batch", batch, 1);
    requireInteger("steps", steps, 1);
    requireNonNegative("noise", noise);
    checkSpec(spec);
    if ((options.workload === undefined) === (options.traffic === undefined))
      throw new RangeError("the write-up's cluster needs either workload or traffic");
    this.size = spec.containers.length;
    this.observations = new ObservationBatch(batch, this.size);
    this.rewards = new Float64Array(batch);
    this.truncated = new Uint8Array(batch).fill(1);
    this.#options = options;
    this.#reward = options.reward ?? writeupReward();
    this.#noise = noise;
    this.#records = Array.from({ length: batch }, () => new StepRecord());
    this.#terms = Array.from({ length: batch }, () =>
      Object.fromEntries(this.#reward.terms.map((term) => [term.name, 0])),
    );
    this.#views = Array.from({ length: batch }, (_, b) => this.observations.view(b, spec));
    this.#serviceRate = Float64Array.from(spec.containers, (container) => container.serviceRate);
    this.#traffic = new Array<TrafficStream | undefined>(batch).fill(undefined);
    this.#draws = new Float64Array(NOISES * this.size);
    this.#users = new Float64Array(batch);
    this.#step = new Int32Array(batch).fill(steps);
    this.#lastCommand = new Int8Array(batch);
    this.#lastEffect = new Int8Array(batch);
    this.#uncountedCompletions = new Float64Array(batch);
    this.#uncountedErrors = new Float64Array(batch);
  }

  get batch(): number {
    return this.#records.length;
  }

  /** Observation of cluster `b`: a view. */
  observation(b: number): Observation {
    return this.#views[b];
  }

  /** Statistics of cluster `b`'s last step: a view. */
  statistics(b: number): StepStatistics {
    return this.#records[b];
  }

  /** Reward terms of cluster `b`'s last step: a view. */
  terms(b: number): Readonly<Record<string, number>> {
    return this.#terms[b];
  }

  /** Starts a new episode of cluster `b`. */
  reset(b: number, seed: number): void {
    requireInteger("seed", seed, 0);
    const { spec, workload, traffic, steps } = this.#options;
    if (workload !== undefined) this.#traffic[b] = traceStream(workload, spec, seed, steps);
    else this.#traffic[b] ??= (traffic as (seed: number) => TrafficStream)(seed);
    this.#random[b] = RandomStream.of(seed, "noise");
    this.#step[b] = 0;
    this.rewards[b] = 0;
    this.truncated[b] = 0;
    this.#lastCommand[b] = 0;
    this.#lastEffect[b] = 0;
    this.observations.clear(b);
    const first = b * this.size;
    this.observations.state.fill(ready, first, first + spec.initialFleet);
    const users = (this.#traffic[b] as TrafficStream).next();
    this.#users[b] = users;
    this.#records[b].begin(0, users);
    this.#share(b, this.observations.lastWeights);
    this.#serve(b);
    this.#uncountedCompletions[b] = 0;
    this.#uncountedErrors[b] = 0;
    this.observations.arrivalTrend[b] = 0;
  }

  /** Steps every cluster. Throws a RangeError on a senseless action, before anything has changed. */
  step(actions: ActionBatch): void {
    for (let b = 0; b < this.batch; b++) this.#checkAction(b, actions);
    for (let b = 0; b < this.batch; b++) this.#stepCluster(b, actions);
  }

  #checkAction(b: number, actions: ActionBatch): void {
    if (this.#step[b] >= this.#options.steps)
      throw new RangeError(`the episode of cluster ${b} is over: reset it before the next step`);
    checkWeights(actions.weights, this.size, b * this.size);
    const scale = actions.scale[b];
    if (scale !== -1 && scale !== 0 && scale !== 1)
      throw new RangeError(`scale must be -1, 0 or 1, got ${scale}`);
    const container = actions.container?.[b] ?? -1;
    if (container < -1 || container >= this.size)
      throw new RangeError(`container must be between -1 and ${this.size - 1}, got ${container}`);
  }

  #stepCluster(b: number, actions: ActionBatch): void {
    const { spec, steps } = this.#options;
    const record = this.#records[b];
    const step = this.#step[b];
    if (step > 0) this.#users[b] = (this.#traffic[b] as TrafficStream).next();
    record.begin(step, this.#users[b]);
    this.#scale(b, actions);
    this.#share(b, actions.weights);
    this.#serve(b);
    this.observations.time[b] = (step + 1) * spec.controlInterval;
    this.observations.timeSinceScaleChange[b] += spec.controlInterval;
    this.#step[b] = step + 1;
    this.truncated[b] = step + 1 === steps ? 1 : 0;
    this.rewards[b] = evaluateReward(this.#reward, record, spec, this.#terms[b]);
  }

  #scale(b: number, actions: ActionBatch): void {
    const { state } = this.observations;
    const first = b * this.size;
    const record = this.#records[b];
    const command = actions.scale[b] as ScaleCommand;
    const wanted = actions.container?.[b] ?? -1;
    let effect: ScaleCommand = 0;
    if (command !== 0) {
      const find = command === 1 ? containerToStart : containerToStop;
      const i = find(state, this.size, wanted, first);
      if (i >= 0) {
        effect = command;
        state[first + i] = command === 1 ? ready : off;
      }
    }
    record.scaleCommand = command;
    record.scaleEffect = effect;
    record.commandReversed = command !== 0 && command === -this.#lastCommand[b];
    record.effectReversed = effect !== 0 && effect === -this.#lastEffect[b];
    if (command !== 0) this.#lastCommand[b] = command;
    if (effect !== 0) {
      this.#lastEffect[b] = effect;
      this.observations.timeSinceScaleChange[b] = 0;
    }
    this.observations.lastScale[b] = command;
  }

  #share(b: number, weights: Float64Array): void {
    const { state, lastWeights } = this.observations;
    const error = shareAmongReady(weights, state, this.#serviceRate, lastWeights, b * this.size);
    this.#records[b].routingError = error;
  }

  /** What every node shows under this step's users, and what is counted. */
  #serve(b: number): void {
    const { spec } = this.#options;
    const observed = this.observations;
    const noise = this.#noise;
    const record = this.#records[b];
    const draws = this.#draws;
    fillNormal(this.#random[b], draws);
    const users = this.#users[b];
    let active = 0;
    let cpuSum = 0;
    let memorySum = 0;
    let latencySum = 0;
    let queueSum = 0;
    let waiting = 0;
    let errorRateSum = 0;
    for (let i = 0; i < this.size; i++) {
      const c = b * this.size + i;
      if (observed.state[c] === off) {
        observed.cpu[c] = 0;
        observed.memory[c] = 0;
        observed.latency[c] = 0;
        observed.errorRate[c] = 0;
        observed.queueDepth[c] = 0;
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
      active++;
      cpuSum += observed.cpu[c];
      memorySum += observed.memory[c];
      latencySum += latency;
      queueSum += number;
      waiting += number - utilization;
      errorRateSum += errorRate;
      this.#count(b, arrivalRate * spec.controlInterval, errorRate, latency);
    }
    record.requests = record.completions + record.errors;
    record.containerSeconds = active * spec.controlInterval;
    record.ready = active;
    // One node always stays, so the divisor is never 0.
    record.cpuMean = cpuSum / active;
    record.memoryMean = memorySum / active;
    record.latencyMean = latencySum / active;
    record.queueMean = queueSum / active;
    record.waiting = waiting;
    record.errorRateSum = errorRateSum;
    observed.arrivalTrend[b] = users - observed.arrivalRate[b];
    observed.arrivalRate[b] = users;
    observed.fleetSize[b] = active;
  }

  /** Counts the requests of one node. */
  #count(b: number, requests: number, errorRate: number, latency: number): void {
    const record = this.#records[b];
    const expectedErrors = this.#uncountedErrors[b] + requests * errorRate;
    const errors = Math.floor(expectedErrors + 0.5);
    this.#uncountedErrors[b] = expectedErrors - errors;
    const expectedCompletions = this.#uncountedCompletions[b] + requests * (1 - errorRate);
    const completions = Math.floor(expectedCompletions + 0.5);
    this.#uncountedCompletions[b] = expectedCompletions - completions;
    record.errors += errors;
    record.completions += completions;
    record.violations += latency > this.#options.spec.sla ? errors + completions : errors;
    record.responseTimeSum += completions * latency;
    if (completions > 0) record.histogram[bucketIndex(latency)] += completions;
  }
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

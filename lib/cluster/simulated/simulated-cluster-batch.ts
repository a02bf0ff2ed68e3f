import { requireInteger } from "../../check/index.js";
import type { Workload } from "../../workload/contract.js";
import {
  type ClusterSpec,
  ContainerState,
  type Observation,
  type ScaleCommand,
  type StepStatistics,
} from "../contract.js";
import { costReward, evaluateReward, type RewardModel } from "../reward.js";
import { checkSpec, clusterCapacity } from "../spec.js";
import { checkWeights, roundWeights } from "../weights.js";
import { Dispatcher } from "./dispatcher.js";
import { CLOCK_SLACK, FleetStates } from "./fleet-states.js";
import { IntervalAccounts } from "./interval-accounts.js";
import { ObservationBatch } from "./observation-batch.js";
import { QueueBank } from "./queue-bank.js";
import { RequestStreams } from "./request-streams.js";
import { type ReferenceRouter, RoutingLoss } from "./routing-loss.js";
import { StepRecord } from "./step-record.js";

/** How to build simulated clusters. */
export interface SimulationOptions {
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Control steps in an episode; the last one is truncated. */
  readonly steps: number;
  /** Default: the cost reward at a price of 10 container-seconds a violation. */
  readonly reward?: RewardModel;
  /** Where given, the routing loss against this router is measured; costs a second simulation of each interval. */
  readonly referenceRouter?: ReferenceRouter;
}

/** Actions of B clusters. */
export interface ActionBatch {
  /** Routing weights, B x N. */
  readonly weights: Float64Array;
  /** Scale commands, B. */
  readonly scale: Int8Array;
  /** Containers to start or stop, B; -1 or left out: the cluster's order. */
  readonly container?: Int16Array;
}

/**
 * B exact simulated clusters that step together over typed arrays. Each cluster is a function of its own seed and actions
 * alone, so trajectories don't depend on B. A step allocates nothing.
 */
export class SimulatedClusterBatch {
  /** Containers in a cluster, N. */
  readonly size: number;
  readonly observations: ObservationBatch;
  /** Rewards of the last step, B. */
  readonly rewards: Float64Array;
  /** 1 where the time limit was reached, B. */
  readonly truncated: Uint8Array;
  readonly #spec: ClusterSpec;
  readonly #capacity: number;
  readonly #workload: Workload;
  readonly #steps: number;
  readonly #reward: RewardModel;
  readonly #step: Int32Array;
  readonly #traces: Float64Array[];
  readonly #streams: RequestStreams;
  readonly #queues: QueueBank;
  readonly #dispatcher: Dispatcher;
  readonly #fleet: FleetStates;
  readonly #accounts: IntervalAccounts;
  readonly #routingLoss: RoutingLoss | undefined;
  readonly #meanServiceTime: Float64Array;
  readonly #rounded: Float64Array;
  readonly #views: Observation[];
  readonly #records: StepRecord[];
  readonly #terms: Record<string, number>[];

  constructor(batch: number, options: SimulationOptions) {
    requireInteger("batch", batch, 1);
    requireInteger("steps", options.steps, 1);
    checkSpec(options.spec);
    const spec = options.spec;
    const size = spec.containers.length;
    const reward = options.reward ?? costReward(10);
    this.size = size;
    this.#spec = spec;
    this.#capacity = clusterCapacity(spec);
    this.#workload = options.workload;
    this.#steps = options.steps;
    this.#reward = reward;
    this.observations = new ObservationBatch(batch, size);
    this.rewards = new Float64Array(batch);
    this.truncated = new Uint8Array(batch);
    // Every episode counts as over until its cluster is reset.
    this.#step = new Int32Array(batch).fill(options.steps);
    this.#traces = Array.from({ length: batch }, () => new Float64Array(0));
    this.#streams = new RequestStreams(batch);
    this.#queues = new QueueBank(batch * size, spec.queueLimit);
    this.#dispatcher = new Dispatcher(batch, size, spec.dispatch);
    this.#fleet = new FleetStates(this.observations.state, this.#queues, spec);
    this.#accounts = new IntervalAccounts(spec, this.observations, this.#queues);
    this.#routingLoss = options.referenceRouter && new RoutingLoss(spec, options.referenceRouter);
    this.#meanServiceTime = Float64Array.from(spec.containers, (container) => 1 / container.serviceRate);
    this.#rounded = new Float64Array(batch * size);
    this.#views = Array.from({ length: batch }, (_, b) => this.observations.view(b, spec));
    this.#records = Array.from({ length: batch }, () => new StepRecord());
    this.#terms = Array.from({ length: batch }, () =>
      Object.fromEntries(reward.terms.map((term) => [term.name, 0])),
    );
  }

  /** B. */
  get batch(): number {
    return this.#records.length;
  }

  /** Observation of cluster `b`: a view that follows every step. */
  observation(b: number): Observation {
    return this.#views[b];
  }

  /** Statistics of cluster `b`'s last step: a view. */
  statistics(b: number): StepStatistics {
    return this.#records[b];
  }

  /** Weighted reward terms of cluster `b`'s last step: a view. */
  terms(b: number): Readonly<Record<string, number>> {
    return this.#terms[b];
  }

  /** Starts a new episode of cluster `b`. Seed: a whole number >= 0. */
  reset(b: number, seed: number): void {
    requireInteger("seed", seed, 0);
    this.#traces[b] = this.#workload.trace({
      seed,
      capacity: this.#capacity,
      slots: this.#steps,
      slotLength: this.#spec.controlInterval,
      timeScale: this.#spec.timeScale,
    });
    this.#step[b] = 0;
    this.truncated[b] = 0;
    this.rewards[b] = 0;
    this.#streams.reset(b, seed);
    this.#queues.clear(b * this.size, (b + 1) * this.size);
    this.#dispatcher.clear(b);
    this.observations.clear(b);
    this.#fleet.reset(b);
    this.#accounts.reset(b);
    this.observations.fleetSize[b] = this.#spec.initialFleet;
    this.#rounded.fill(0, b * this.size, (b + 1) * this.size);
    this.#shareWeights(b, this.#round(b, this.#rounded));
  }

  /** Steps every cluster. Throws a RangeError on a senseless action, before anything has changed. */
  step(actions: ActionBatch): void {
    for (let b = 0; b < this.batch; b++) this.#checkAction(b, actions);
    for (let b = 0; b < this.batch; b++) this.#stepCluster(b, actions);
  }

  #checkAction(b: number, actions: ActionBatch): void {
    if (this.#step[b] >= this.#steps)
      throw new RangeError(`the episode of cluster ${b} is over or was never begun: reset it before a step`);
    checkWeights(actions.weights, this.size, b * this.size);
    const scale = actions.scale[b];
    if (scale !== -1 && scale !== 0 && scale !== 1)
      throw new RangeError(`scale must be -1, 0 or 1, got ${scale}`);
    const container = actions.container?.[b] ?? -1;
    if (!(container >= -1 && container < this.size))
      throw new RangeError(`container must be between -1 and ${this.size - 1}, got ${container}`);
  }

  #stepCluster(b: number, actions: ActionBatch): void {
    const step = this.#step[b];
    const begin = step * this.#spec.controlInterval;
    const end = (step + 1) * this.#spec.controlInterval;
    const record = this.#records[b];
    record.begin(step, this.#traces[b][step]);
    this.#accounts.begin(b);

    const command = actions.scale[b] as ScaleCommand;
    this.#routingLoss?.begin(this.#views[b], this.#queues, this.#dispatcher, b);
    this.#fleet.apply(b, command, actions.container?.[b] ?? -1, begin, record);
    this.#serve(b, actions.weights, begin, end);
    this.#accounts.close(b, begin, end, record);
    if (this.#routingLoss) record.routingLoss = this.#routingLoss.regret(record.requests);

    this.#observeGlobals(b, end, command);
    this.#step[b] = step + 1;
    this.truncated[b] = step + 1 === this.#steps ? 1 : 0;
    this.rewards[b] = evaluateReward(this.#reward, record, this.#spec, this.#terms[b]);
  }

  /** Requests of one interval, in stretches between ends of cold starts: each brings a new set of ready containers. */
  #serve(b: number, weights: Float64Array, begin: number, end: number): void {
    const record = this.#records[b];
    let from = begin;
    while (from < end) {
      const nextReady = this.#fleet.finishColdStarts(b, from);
      const to = nextReady < end - CLOCK_SLACK ? nextReady : end;
      const sum = this.#round(b, weights);
      if (from === begin) {
        this.#shareWeights(b, sum);
        record.routingError = this.#routingError(b);
      }
      this.#routingLoss?.followReady(this.#views[b].state);
      this.#serveUntil(b, sum, from, to, record);
      from = to;
    }
  }

  #serveUntil(b: number, sum: number, from: number, to: number, record: StepRecord): void {
    const gaps = this.#streams.gaps[b];
    const demands = this.#streams.demands[b];
    const routes = this.#streams.routes[b];
    const loss = this.#routingLoss;
    const rate = record.offeredRate;
    const first = b * this.size;
    let gap = this.#streams.gapLeft[b];
    let time = from;
    for (;;) {
      const arrival = time + gap / rate;
      if (!(arrival < to)) break;
      time = arrival;
      gap = gaps.exponential();
      const demand = demands.exponential();
      const uniform = routes.uniform();
      record.requests++;
      const i = this.#dispatcher.choose(b, this.#rounded, sum, uniform);
      const c = first + i;
      this.#accounts.completeUntil(c, time, record);
      const responseTime = this.#queues.offer(c, time, demand * this.#meanServiceTime[i]);
      if (responseTime < 0) this.#accounts.refuse(c, record);
      loss?.compare(time, demand, uniform, i, responseTime);
    }
    this.#streams.gapLeft[b] = Math.max(0, gap - rate * (to - time));
  }

  #observeGlobals(b: number, end: number, command: ScaleCommand): void {
    const observed = this.observations;
    const record = this.#records[b];
    const interval = this.#spec.controlInterval;
    const arrivalRate = record.requests / interval;
    observed.arrivalTrend[b] = arrivalRate - observed.arrivalRate[b];
    observed.arrivalRate[b] = arrivalRate;
    observed.time[b] = end;
    observed.timeSinceScaleChange[b] =
      record.scaleEffect === 0 ? observed.timeSinceScaleChange[b] + interval : interval;
    observed.lastScale[b] = command;
  }

  #round(b: number, weights: Float64Array): number {
    const { state } = this.observations;
    return roundWeights(weights, state, this.size, this.#rounded, b * this.size);
  }

  #shareWeights(b: number, sum: number): void {
    for (let c = b * this.size; c < (b + 1) * this.size; c++)
      this.observations.lastWeights[c] = this.#rounded[c] / sum;
  }

  /** Total-variation distance of the shares in force from capacity-proportional shares over ready containers. */
  #routingError(b: number): number {
    const { state, lastWeights } = this.observations;
    const first = b * this.size;
    let capacity = 0;
    for (let i = 0; i < this.size; i++)
      if (state[first + i] === ContainerState.ready) capacity += this.#spec.containers[i].serviceRate;
    let distance = 0;
    for (let i = 0; i < this.size; i++) {
      if (state[first + i] !== ContainerState.ready) continue;
      distance += Math.abs(lastWeights[first + i] - this.#spec.containers[i].serviceRate / capacity);
    }
    return distance / 2;
  }
}

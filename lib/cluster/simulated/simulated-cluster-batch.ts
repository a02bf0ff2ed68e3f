import { requireInteger } from "../../check/index.js";
import type { Workload } from "../../workload/contract.js";
import type { ActionBatch } from "../batch/action-batch.js";
import { ClusterBatch } from "../batch/cluster-batch.js";
import type { StepRecord } from "../batch/step-record.js";
import type { ClusterSpec, Observation } from "../contract.js";
import { type OfferedLoad, offeredLoad } from "../offered-load.js";
import { RequestStreams } from "../request-streams.js";
import { costReward, DEFAULT_PRICE, type RewardModel } from "../reward.js";
import { clusterCapacity } from "../spec.js";
import { capacityDistance, roundWeights } from "../weights.js";
import { CommonQueue, type CommonQueueStatistics } from "./common-queue.js";
import { type Dispatcher, dispatcherOf, ROUTING_DRAWS } from "./dispatch/dispatcher.js";
import { CLOCK_SLACK, FleetStates } from "./fleet-states.js";
import { IntervalAccounts } from "./interval-accounts.js";
import { QueueBank } from "./queue-bank.js";
import { type ReferenceRouter, RoutingLoss } from "./routing-loss.js";

/** How to build simulated clusters. */
export interface SimulationOptions {
  readonly spec: ClusterSpec;
  /** Left out: each episode is begun with rates of its own. */
  readonly workload?: Workload | undefined;
  /** Control steps in an episode; the last one is truncated. */
  readonly steps: number;
  /** Default: the cost reward at `DEFAULT_PRICE`. */
  readonly reward?: RewardModel;
  /** Where given, the routing loss against this router is measured; costs a second simulation of each interval. */
  readonly referenceRouter?: ReferenceRouter | undefined;
  /** Whether the routing loss against least connections is measured, too (`leastConnectionsLoss`). Default: no. */
  readonly leastConnectionsLoss?: boolean | undefined;
  /** Whether one common queue is simulated beside each cluster, on its fleet path: the bound on routing. Default: no. */
  readonly commonQueue?: boolean | undefined;
}

/** What an episode may begin with beside its seed: containers that are ready, and the arrival rate of each control step. */
export type EpisodeStart = [initialFleet?: number, rates?: Float64Array];

/**
 * B exact simulated clusters that step together over typed arrays. Each cluster is a function of its own seed and actions
 * alone, so trajectories don't depend on B. A step allocates nothing.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const clusters = new cluster.SimulatedClusterBatch(2, { spec, workload: load, steps: 60 });
 * for (const b of [0, 1]) clusters.reset(b, 1);
 * clusters.step(cluster.actionBatch(2, spec));
 * clusters.rewards[0] === clusters.rewards[1]; // -> true
 */
export class SimulatedClusterBatch extends ClusterBatch<EpisodeStart> {
  readonly #capacity: number;
  readonly #workload: Workload | undefined;
  readonly #traces: Float64Array[];
  readonly #streams: RequestStreams;
  readonly #queues: QueueBank;
  readonly #dispatcher: Dispatcher;
  readonly #fleet: FleetStates;
  readonly #accounts: IntervalAccounts;
  readonly #routingLoss: RoutingLoss | undefined;
  readonly #leastConnections: RoutingLoss | undefined;
  readonly #leastConnectionsLoss: Float64Array;
  readonly #commonQueue: CommonQueue | undefined;
  readonly #serviceRate: Float64Array;
  readonly #meanServiceTime: Float64Array;
  readonly #rounded: Float64Array;

  constructor(batch: number, options: SimulationOptions) {
    const { spec, workload, steps, reward, referenceRouter } = options;
    const { leastConnectionsLoss = false, commonQueue = false } = options;
    super(batch, { spec, steps, reward: reward ?? costReward(DEFAULT_PRICE) });
    const { size, observations } = this;
    this.#capacity = clusterCapacity(spec);
    this.#workload = workload;
    this.#traces = Array.from({ length: batch }, () => new Float64Array(0));
    this.#streams = new RequestStreams(batch, ROUTING_DRAWS[spec.dispatch], spec.serviceTimes);
    this.#queues = new QueueBank(batch * size, spec.queueLimit);
    this.#fleet = new FleetStates(observations.state, this.#queues, spec);
    this.#accounts = new IntervalAccounts(spec, observations, this.#queues);
    this.#routingLoss = referenceRouter && new RoutingLoss(spec, referenceRouter);
    this.#leastConnections = leastConnectionsLoss
      ? new RoutingLoss(spec, byServiceRate, "least-connections")
      : undefined;
    this.#leastConnectionsLoss = new Float64Array(batch).fill(Number.NaN);
    this.#commonQueue = commonQueue ? new CommonQueue(batch, spec) : undefined;
    this.#serviceRate = Float64Array.from(spec.containers, (container) => container.serviceRate);
    this.#meanServiceTime = this.#serviceRate.map((rate) => 1 / rate);
    this.#rounded = new Float64Array(batch * size);
    this.#dispatcher = dispatcherOf({
      clusters: batch,
      spec,
      weights: this.#rounded,
      queues: this.#queues,
      completions: this.#accounts,
    });
  }

  /**
   * Routing loss of cluster `b`'s last step against least connections with weights in proportion to service rates, in s; 0 where
   * nothing arrived. NaN before a step, and unless the clusters were built with `leastConnectionsLoss`.
   * @example
   * const spec = cluster.clusterSpec({ size: 5, dispatch: "random" });
   * const load = workload.workloadByName("constant-0.7");
   * const clusters = new cluster.SimulatedClusterBatch(1, { spec, workload: load, steps: 60, leastConnectionsLoss: true });
   * clusters.reset(0, 1, 5);
   * let sum = 0;
   * for (let step = 0; step < 60; step++) {
   *   clusters.step(cluster.actionBatch(1, spec));
   *   sum += clusters.leastConnectionsLoss(0);
   * }
   * sum > 0; // -> true
   */
  leastConnectionsLoss(b: number): number {
    return this.#leastConnectionsLoss[b];
  }

  /**
   * What one common queue would have done with the requests of cluster `b`'s last step, on the same fleet path: a view.
   * @throws RangeError unless the clusters were built with `commonQueue`.
   * @example
   * const spec = cluster.clusterSpec({ size: 5, initialFleet: 5 });
   * const load = workload.workloadByName("constant-0.7");
   * const clusters = new cluster.SimulatedClusterBatch(1, { spec, workload: load, steps: 60, commonQueue: true });
   * clusters.reset(0, 1);
   * const actions = cluster.actionBatch(1, spec);
   * const waiting = [0, 0];
   * for (let step = 0; step < 60; step++) {
   *   clusters.step(actions);
   *   waiting[0] += clusters.commonQueueStatistics(0).waiting;
   *   waiting[1] += clusters.statistics(0).waiting;
   * }
   * waiting[0] < waiting[1]; // -> true
   */
  commonQueueStatistics(b: number): CommonQueueStatistics {
    if (this.#commonQueue === undefined)
      throw new RangeError("commonQueue must be true for there to be a common queue, got false");
    return this.#commonQueue.statistics(b);
  }

  /**
   * Starts a new episode of cluster `b`.
   * @param initialFleet containers that are ready at the start, 1 .. N; default: the spec's.
   * @param rates arrival rate of each control step in requests/s, as many as the episode has steps or more; default: the workload's.
   * @throws RangeError on another seed or fleet, or rates that are missing, before anything has changed.
   * @example
   * const spec = cluster.clusterSpec({ size: 5 });
   * const load = workload.workloadByName("constant-0.5");
   * const clusters = new cluster.SimulatedClusterBatch(1, { spec, workload: load, steps: 60 });
   * clusters.reset(0, 1, 4);
   * clusters.observation(0).fleetSize; // -> 4
   * clusters.reset(0, 1, 6); // throws RangeError: initialFleet must be a whole number of at least 1 and at most 5, got 6
   */
  override reset(b: number, seed: number, initialFleet = this.spec.initialFleet, rates?: Float64Array): void {
    requireInteger("initialFleet", initialFleet, 1, this.size);
    if (rates === undefined && this.#workload === undefined)
      throw new RangeError("rates must be given where clusters have no workload, got none");
    if (rates !== undefined && rates.length < this.steps)
      throw new RangeError(`rates must be those of ${this.steps} steps, got ${rates.length}`);
    super.reset(b, seed, initialFleet, rates);
  }

  protected begin(
    b: number,
    seed: number,
    initialFleet = this.spec.initialFleet,
    rates?: Float64Array,
  ): void {
    const { size } = this;
    const load = rates === undefined ? this.#load(seed) : { rates, arrivals: undefined };
    this.#traces[b] = load.rates;
    this.#streams.reset(b, seed, load.arrivals);
    this.#queues.clear(b * size, (b + 1) * size);
    this.#dispatcher.clear(b);
    this.#commonQueue?.clear(b);
    this.#leastConnectionsLoss[b] = Number.NaN;
    this.#fleet.reset(b, initialFleet);
    this.#accounts.reset(b);
    this.#rounded.fill(0, b * size, (b + 1) * size);
    this.#shareWeights(b, this.#round(b, this.#rounded));
  }

  /** What the workload brings to an episode. */
  #load(seed: number): OfferedLoad {
    const { controlInterval: slotLength, timeScale } = this.spec;
    const request = { seed, capacity: this.#capacity, slots: this.steps, slotLength, timeScale };
    return offeredLoad(this.#workload as Workload, request);
  }

  protected play(b: number, step: number, actions: ActionBatch): void {
    const interval = this.spec.controlInterval;
    const begin = step * interval;
    const end = (step + 1) * interval;
    const record = this.records[b];
    record.begin(step, this.#traces[b][step]);
    this.#accounts.begin(b, record);

    this.#commonQueue?.begin(b);
    this.#routingLoss?.begin(this.observation(b), this.#queues, b, this.#dispatcher);
    this.#leastConnections?.begin(
      this.observation(b),
      this.#queues,
      b,
      this.spec.dispatch === "least-connections" ? this.#dispatcher : undefined,
    );
    this.#fleet.apply(b, actions, begin, record);
    this.#serve(b, actions.weights, begin, end);
    this.#dispatcher.advance(b, end);
    this.#accounts.close(b, begin, end);
    this.#commonQueue?.close(b, end);
    if (this.#routingLoss) record.routingLoss = this.#routingLoss.regret(record.requests);
    if (this.#leastConnections)
      this.#leastConnectionsLoss[b] = this.#leastConnections.regret(record.requests);
    this.observeArrivals(b, record.requests / interval);
  }

  /** Requests of one interval, in stretches between ends of cold starts: each brings a new set of ready containers. */
  #serve(b: number, weights: Float64Array, begin: number, end: number): void {
    const record = this.records[b];
    let from = begin;
    while (from < end) {
      const nextReady = this.#fleet.finishColdStarts(b, from);
      const to = nextReady < end - CLOCK_SLACK ? nextReady : end;
      const sum = this.#round(b, weights);
      this.#dispatcher.follow(b, sum, from);
      if (from === begin) {
        this.#shareWeights(b, sum);
        const { lastWeights, state } = this.observations;
        record.routingError = capacityDistance(lastWeights, state, this.#serviceRate, b * this.size);
      }
      this.#routingLoss?.followReady(this.observation(b).state, from);
      this.#leastConnections?.followReady(this.observation(b).state, from);
      this.#commonQueue?.followReady(b, this.observation(b).state, from);
      this.#serveUntil(b, from, to, record);
      from = to;
    }
  }

  #serveUntil(b: number, from: number, to: number, record: StepRecord): void {
    const streams = this.#streams;
    const loss = this.#routingLoss;
    const leastConnections = this.#leastConnections;
    const rate = record.offeredRate;
    const first = b * this.size;
    for (let time = from; streams.next(b, time, to, rate); ) {
      time = streams.time[b];
      const demand = streams.demand[b];
      const uniform = streams.uniform[b];
      record.requests++;
      const second = streams.secondUniform[b];
      const i = this.#dispatcher.choose(b, time, uniform, second);
      const c = first + i;
      this.#accounts.completeUntil(c, time);
      const responseTime = this.#queues.offer(c, time, demand * this.#meanServiceTime[i]);
      if (responseTime < 0) this.#accounts.refuse(c);
      else this.#dispatcher.accept(b, i);
      this.#commonQueue?.arrive(b, time, demand);
      loss?.compare(time, demand, uniform, second, i, responseTime);
      leastConnections?.compare(time, demand, uniform, second, i, responseTime);
    }
  }

  #round(b: number, weights: Float64Array): number {
    const { state } = this.observations;
    return roundWeights(weights, state, this.size, this.#rounded, b * this.size, this.spec.largestWeight);
  }

  #shareWeights(b: number, sum: number): void {
    for (let c = b * this.size; c < (b + 1) * this.size; c++)
      this.observations.lastWeights[c] = this.#rounded[c] / sum;
  }
}

/** Weights in proportion to service rates. */
function byServiceRate({ serviceRate }: Observation, weights: Float64Array): void {
  weights.set(serviceRate);
}

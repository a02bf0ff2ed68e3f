import type { ClusterSpec, Dispatch, Observation } from "../contract.js";
import { roundWeights } from "../weights.js";
import { type Dispatcher, dispatcherOf } from "./dispatch/dispatcher.js";
import { QueueBank } from "./queue-bank.js";

/** Weights of a router, from what a controller sees. */
export type ReferenceRouter = (observation: Observation, weights: Float64Array) => void;

/**
 * One-step regret of routing: mean response time of the requests that arrive in a control interval, less what a reference
 * router would have reached under a dispatch from the same state with the same requests (times, demands and routing draws). A
 * refused request counts as the work of a full queue, K / mu. In s; 0 where nothing arrived.
 */
export class RoutingLoss {
  readonly #queues: QueueBank;
  readonly #dispatcher: Dispatcher;
  readonly #meanServiceTime: Float64Array;
  readonly #weights: Float64Array;
  readonly #rounded: Float64Array;
  readonly #largestWeight: number | undefined;
  #regret = 0;

  constructor(
    spec: ClusterSpec,
    readonly router: ReferenceRouter,
    readonly dispatch: Dispatch = spec.dispatch,
  ) {
    const size = spec.containers.length;
    this.#largestWeight = spec.largestWeight;
    this.#queues = new QueueBank(size, spec.queueLimit);
    this.#meanServiceTime = Float64Array.from(spec.containers, (container) => 1 / container.serviceRate);
    this.#weights = new Float64Array(size);
    this.#rounded = new Float64Array(size);
    const queues = this.#queues;
    this.#dispatcher = dispatcherOf({
      clusters: 1,
      spec: { ...spec, dispatch },
      weights: this.#rounded,
      queues,
      completions: queues,
    });
  }

  /**
   * Copies the state of cluster `b` and lets the reference router decide.
   * @param dispatcher the cluster's, whose turns the reference goes on with; left out where its dispatch is another.
   */
  begin(observation: Observation, queues: QueueBank, b: number, dispatcher?: Dispatcher): void {
    const { size } = observation;
    this.#queues.copyFrom(queues, b * size, size);
    if (dispatcher === undefined) this.#dispatcher.clear(0);
    else this.#dispatcher.copyFrom(dispatcher, b);
    this.router(observation, this.#weights);
    this.#regret = 0;
  }

  /** Follows a change of the set of ready containers at `now`. */
  followReady(state: Uint8Array, now: number): void {
    const sum = roundWeights(this.#weights, state, state.length, this.#rounded, 0, this.#largestWeight);
    this.#dispatcher.follow(0, sum, now);
  }

  /** Sends the same request through the reference's cluster; `actual` is what `QueueBank.offer` answered for container `chosen`. */
  compare(
    time: number,
    demand: number,
    uniform: number,
    second: number,
    chosen: number,
    actual: number,
  ): void {
    const i = this.#dispatcher.choose(0, time, uniform, second);
    this.#queues.completeUntil(i, time);
    const reference = this.#queues.offer(i, time, demand * this.#meanServiceTime[i]);
    if (reference >= 0) this.#dispatcher.accept(0, i);
    this.#regret += this.#cost(chosen, actual) - this.#cost(i, reference);
  }

  /** Mean regret over `requests` requests. */
  regret(requests: number): number {
    return requests > 0 ? this.#regret / requests : 0;
  }

  #cost(container: number, responseTime: number): number {
    return responseTime < 0 ? this.#queues.capacity * this.#meanServiceTime[container] : responseTime;
  }
}

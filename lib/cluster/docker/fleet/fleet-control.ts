import { type Action, ContainerState } from "../../contract.js";
import { changeFleet, type ScalableFleet } from "../../fleet.js";
import { roundWeights } from "../../weights.js";
import { monotonicSeconds, sleepFor, waitFor } from "../clock.js";
import type { ContainerRun } from "../run.js";
import { SERVER_STATES } from "./server-states.js";

const { off, starting, ready, draining } = ContainerState;

/** Time between two looks at a draining container's sessions, in s. */
const DRAIN_PAUSE = 0.05;

/**
 * Which containers of a run are off, starting, ready or draining, and what brings them from one state to the next. Scaling
 * is real: up starts a container, waits until it serves and then enables it in the proxy at its weight; down drains it,
 * waits for its last request and then stops it. What happens in the background and fails, fails the run.
 */
export class FleetControl implements ScalableFleet {
  /** `ContainerState` of each container, kept up to date. */
  readonly state: Uint8Array;
  /** Weights in force in the proxy, whole numbers; 0 for containers that aren't ready. */
  readonly rounded: Float64Array;
  readonly #weights: Float64Array;
  readonly #depth: Float64Array;
  /** Seconds of the cold starts that ended since they were last taken. */
  #coldStarts: number[] = [];
  /** Work on each container, one after the other. */
  readonly #work: Promise<void>[];
  /** Aborted when a start isn't wanted any more. */
  readonly #starts: AbortController[];
  /** The proxy was told to send nothing more to this draining container. */
  readonly #drainTold: boolean[];
  /** Aborted when nothing more is to be done: the proxy may be gone. */
  readonly #finished = new AbortController();
  /** The watch over draining containers, while there is one. */
  #watch: Promise<void> | undefined;

  constructor(
    readonly run: ContainerRun,
    /** Seconds a container may take from start to ready. */
    readonly readyPatience: number,
  ) {
    const size = run.workers.length;
    this.state = new Uint8Array(size);
    this.rounded = new Float64Array(size);
    this.#weights = new Float64Array(size);
    this.#depth = new Float64Array(size);
    this.#work = Array.from({ length: size }, () => Promise.resolve());
    this.#starts = Array.from({ length: size }, () => new AbortController());
    this.#drainTold = new Array(size).fill(false);
  }

  get size(): number {
    return this.state.length;
  }

  /**
   * Carries a scale command out, as far as it can be: returns its effect. Containers change their states at once, and the
   * proxy is told by the next `route`.
   */
  apply({ scale, containers }: Pick<Action, "scale" | "containers">): number {
    return changeFleet(this, 0, this.size, scale, monotonicSeconds(), containers);
  }

  /** Tells the proxy weights and states of all servers, in one call. Containers that get ready later join at their weight. */
  async route(weights: ArrayLike<number>): Promise<void> {
    this.#weights.set(weights);
    await this.#tellProxy();
  }

  /**
   * Brings the fleet to its first `count` containers ready, all others off and all queues empty, with equal weights.
   * @throws the run's failure, or the signal's reason when it is aborted.
   */
  async settle(count: number, signal: AbortSignal): Promise<void> {
    const ended = AbortSignal.any([signal, this.run.died]);
    this.#weights.fill(0);
    for (let i = 0; i < count; i++) if (this.state[i] === off || this.state[i] === draining) this.start(i);
    await waitFor(() => this.state.subarray(0, count).every((state) => state === ready), ended);
    for (let i = count; i < this.size; i++)
      if (this.state[i] === starting || this.state[i] === ready) this.stop(i);
    await this.#tellProxy();
    await waitFor(() => this.state.subarray(count).every((state) => state === off), ended);
    await Promise.all(this.#work);
    await waitFor(
      () => this.#depth.every((depth) => depth === 0),
      ended,
      () => this.readQueues(this.#depth),
    );
  }

  /** Requests in each container now, waiting or in service. */
  readQueues(depth: Float64Array): Promise<void> {
    return this.run.proxy.readQueues(depth);
  }

  /** Seconds from the order to start to readiness, of each container that got ready since the last call. */
  takeColdStarts(): readonly number[] {
    const ended = this.#coldStarts;
    this.#coldStarts = [];
    return ended;
  }

  /** Waits for the work in the background to end. */
  async finish(): Promise<void> {
    this.#finished.abort();
    for (const start of this.#starts) start.abort();
    await Promise.all([...this.#work, this.#watch]);
  }

  start(i: number, now = monotonicSeconds()): void {
    if (this.state[i] === draining) {
      this.state[i] = ready;
      return;
    }
    this.state[i] = starting;
    const start = new AbortController();
    this.#starts[i] = start;
    this.#queueWork(i, async () => {
      if (!(await this.#serves(i, start.signal))) return;
      this.state[i] = ready;
      this.#coldStarts.push(monotonicSeconds() - now);
      await this.#tellProxy();
    });
  }

  /** Starts container `i` and waits until it serves; false: it isn't wanted any more. */
  async #serves(i: number, calledOff: AbortSignal): Promise<boolean> {
    const worker = this.run.workers[i];
    try {
      calledOff.throwIfAborted();
      await worker.start();
      await worker.waitUntilReady(this.readyPatience, AbortSignal.any([calledOff, this.run.died]));
    } catch (error) {
      if (!calledOff.aborted) throw error;
    }
    return !calledOff.aborted;
  }

  stop(i: number): void {
    if (this.state[i] === ready) {
      this.state[i] = draining;
      this.#drainTold[i] = false;
    } else this.#end(i);
  }

  #end(i: number): void {
    this.state[i] = off;
    this.#starts[i].abort();
    this.#queueWork(i, async () => {
      await this.#tellProxy();
      await this.run.workers[i].stop();
    });
  }

  /** Does `work` on container `i` after what is being done to it; a failure fails the run. */
  #queueWork(i: number, work: () => Promise<void>): void {
    this.#work[i] = this.#work[i].then(work).catch((error) => this.run.fail(error));
  }

  async #tellProxy(): Promise<void> {
    roundWeights(this.#weights, this.state, this.size, this.rounded);
    const told = Array.from(this.state);
    await this.run.proxy.set(
      this.rounded,
      told.map((state) => SERVER_STATES[state]),
    );
    for (let i = 0; i < this.size; i++)
      if (told[i] === draining && this.state[i] === draining) this.#drainTold[i] = true;
    this.#watchDrains();
  }

  /** Stops each draining container once its last request is answered. */
  #watchDrains(): void {
    const ended = AbortSignal.any([this.run.died, this.#finished.signal]);
    if (this.#watch !== undefined || ended.aborted || !this.state.includes(draining)) return;
    this.#watch = this.#stopDrained(ended)
      .catch((error) => {
        if (!ended.aborted) this.run.fail(error);
      })
      .finally(() => {
        this.#watch = undefined;
        // One may have begun to drain after the last look.
        this.#watchDrains();
      });
  }

  async #stopDrained(ended: AbortSignal): Promise<void> {
    const depth = new Float64Array(this.size);
    while (this.state.includes(draining) && !ended.aborted) {
      // Only what drained before the look counts: a request may still have been given to one that was told later.
      const told = this.#drainTold.map((wasTold, i) => wasTold && this.state[i] === draining);
      await this.readQueues(depth);
      for (let i = 0; i < this.size; i++)
        if (told[i] && this.#drainTold[i] && this.state[i] === draining && depth[i] === 0) this.#end(i);
      await sleepFor(DRAIN_PAUSE, ended);
    }
  }
}

import { RandomStream } from "../random/index.js";

/**
 * The marked requests that B clusters meet: Poisson arrivals, exponential demands of mean 1 and two routing draws each, from
 * substreams of the cluster's seed. One mark of each kind is drawn a request, whatever the controller does with it, so all
 * controllers meet the same requests, and so do both worlds.
 */
export class RequestStreams {
  /** When the last request arrived, in s since the reset, B. */
  readonly time: Float64Array;
  /** Its demand in units of the mean, B. */
  readonly demand: Float64Array;
  /** Its routing draw in (0, 1), B. */
  readonly uniform: Float64Array;
  /** Its second routing draw in (0, 1), for a dispatch that needs one; 0 where there are no second draws. B. */
  readonly secondUniform: Float64Array;
  /** Unit exponential that is left to the next arrival: gaps are used up at the current arrival rate. */
  readonly #gapLeft: Float64Array;
  readonly #gaps: RandomStream[] = [];
  readonly #demands: RandomStream[] = [];
  readonly #routes: RandomStream[] = [];
  readonly #secondRoutes: RandomStream[] = [];

  /** @param hasSecond whether each request has a second routing draw. */
  constructor(
    batch: number,
    readonly hasSecond = false,
  ) {
    this.time = new Float64Array(batch);
    this.demand = new Float64Array(batch);
    this.uniform = new Float64Array(batch);
    this.secondUniform = new Float64Array(batch);
    this.#gapLeft = new Float64Array(batch);
  }

  /** Starts the streams of cluster `b` afresh. */
  reset(b: number, seed: number): void {
    this.#gaps[b] = RandomStream.of(seed, "arrivals");
    this.#demands[b] = RandomStream.of(seed, "demands");
    this.#routes[b] = RandomStream.of(seed, "routing");
    this.#secondRoutes[b] = RandomStream.of(seed, "routing", "second");
    this.#gapLeft[b] = this.#gaps[b].exponential();
  }

  /**
   * Goes on to the next request of cluster `b`, which comes after `from` and before `to` at `rate` requests/s: true, and its
   * marks are in the arrays. False where none comes before `to`.
   */
  next(b: number, from: number, to: number, rate: number): boolean {
    const gap = this.#gapLeft[b];
    const arrival = from + gap / rate;
    if (!(arrival < to)) {
      this.#gapLeft[b] = Math.max(0, gap - rate * (to - from));
      return false;
    }
    this.time[b] = arrival;
    this.#gapLeft[b] = this.#gaps[b].exponential();
    this.demand[b] = this.#demands[b].exponential();
    this.uniform[b] = this.#routes[b].uniform();
    if (this.hasSecond) this.secondUniform[b] = this.#secondRoutes[b].uniform();
    return true;
  }
}

import { RandomStream } from "../random/index.js";
import { demandDraw, type ServiceTimes } from "./service-times.js";

/**
 * The marked requests that B clusters meet: Poisson arrivals, or arrivals at given times; demands of mean 1 (exponential, or as the
 * spec's service times vary) and up to two routing draws each, from substreams of the cluster's seed. One mark of each kind is drawn
 * a request, whatever the controller does with it, so all controllers meet the same requests, and so do both worlds.
 */
export class RequestStreams {
  /** When the last request arrived, in s since the reset, B. */
  readonly time: Float64Array;
  /** Its demand in units of the mean, B. */
  readonly demand: Float64Array;
  /** Its routing draw in (0, 1), B; 0 where there are no draws. */
  readonly uniform: Float64Array;
  /** Its second routing draw in (0, 1), B; 0 where there is none. */
  readonly secondUniform: Float64Array;
  /** Unit exponential that is left to the next arrival: gaps are used up at the current arrival rate. */
  readonly #gapLeft: Float64Array;
  /** Left out: exponential, which is drawn without a call of its own. */
  readonly #drawDemand: ((stream: RandomStream) => number) | undefined;
  /** Times at which requests come, where they are given, and the place of the next one, B. */
  readonly #given: (Float64Array | undefined)[] = [];
  readonly #place: number[] = [];
  readonly #gaps: RandomStream[] = [];
  readonly #demands: RandomStream[] = [];
  readonly #routes: RandomStream[] = [];
  readonly #secondRoutes: RandomStream[] = [];

  /** @param draws routing draws of a request, 0, 1 or 2: as many as are looked at, since each is from a substream of its own. */
  constructor(
    batch: number,
    readonly draws: number,
    serviceTimes?: ServiceTimes,
  ) {
    this.#drawDemand = serviceTimes && demandDraw(serviceTimes);
    this.time = new Float64Array(batch);
    this.demand = new Float64Array(batch);
    this.uniform = new Float64Array(batch);
    this.secondUniform = new Float64Array(batch);
    this.#gapLeft = new Float64Array(batch);
  }

  /**
   * Starts the streams of cluster `b` afresh.
   * @param arrivals when requests come, in s since the reset, ascending; left out: at random.
   */
  reset(b: number, seed: number, arrivals?: Float64Array): void {
    this.#given[b] = arrivals;
    this.#place[b] = 0;
    this.#gaps[b] = RandomStream.of(seed, "arrivals");
    this.#demands[b] = RandomStream.of(seed, "demands");
    this.#routes[b] = RandomStream.of(seed, "routing");
    this.#secondRoutes[b] = RandomStream.of(seed, "routing", "second");
    this.#gapLeft[b] = this.#gaps[b].exponential();
  }

  /**
   * Goes on to the next request of cluster `b`, which comes after `from` and before `to` at `rate` requests/s, or at the next given
   * time: true, and its marks are in the arrays. False where none comes before `to`.
   * @throws RangeError on a rate that isn't finite or is negative.
   */
  next(b: number, from: number, to: number, rate: number): boolean {
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
      throw new RangeError(`rate must be zero or more and finite, got ${rate}`);
    const given = this.#given[b];
    if (given === undefined ? !this.#arrives(b, from, to, rate) : !this.#follows(b, given, to)) return false;
    const demands = this.#demands[b];
    const draw = this.#drawDemand;
    this.demand[b] = draw === undefined ? demands.exponential() : draw(demands);
    if (this.draws > 0) this.uniform[b] = this.#routes[b].uniform();
    if (this.draws > 1) this.secondUniform[b] = this.#secondRoutes[b].uniform();
    return true;
  }

  /** Whether a request comes at random; gaps are used up at the current rate. */
  #arrives(b: number, from: number, to: number, rate: number): boolean {
    const gap = this.#gapLeft[b];
    const arrival = from + gap / rate;
    if (!(arrival < to)) {
      this.#gapLeft[b] = Math.max(0, gap - rate * (to - from));
      return false;
    }
    this.time[b] = arrival;
    this.#gapLeft[b] = this.#gaps[b].exponential();
    return true;
  }

  /** Whether the next given time is reached. */
  #follows(b: number, given: Float64Array, to: number): boolean {
    const place = this.#place[b];
    if (!(place < given.length && given[place] < to)) return false;
    this.time[b] = given[place];
    this.#place[b]++;
    return true;
  }
}

import { RecentMean } from "./recent-mean.js";

/** Steps that are kept: a power of two, more than the longest window. */
const KEPT = 128;

/** Steps of the windows whose largest and smallest values, means and deviations are known. */
export const WINDOWS = [5, 10, 20, 40, 100] as const;

/** Each window as a union of earlier ones of the next shorter length: that many steps ago they ended. The first is of single values. */
const PARTS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [0, 5],
  [0, 10],
  [0, 20],
  [0, 40, 60],
];

/** Over so many steps rises are looked at. */
export const RISES = [2, 6, 12] as const;

/** Below this share of the largest value since the start a value is low. */
const LOW = 0.5;

/**
 * What is remembered of a series x_0, x_1, ..., x_t, in O(1) a step: its last values, largest and smallest values, means and deviations
 * over windows of w steps, and what the whole series has had so far. A window that reaches back before x_0 holds what there is.
 *
 * The largest value of a window is that of shorter windows that cover it, M_10(t) = max(M_5(t), M_5(t - 5)), say; means and deviations
 * come from running sums.
 * @example
 * const history = new ppo.RateHistory();
 * for (const value of [1, 4, 2, 0, 1, 1]) history.add(value);
 * [history.lag(0), history.lag(3), history.largest(0), history.smallest(0)]; // -> [1, 2, 4, 0]
 * [history.mean(0), history.largestRise(0), history.maximum]; // -> [1.6, 3, 4]
 */
export class RateHistory {
  /** Values so far. */
  seen = 0;
  /** Largest value so far; 0 before the first. */
  maximum = 0;
  /** Steps since the last value that wasn't low, and the most there have been: low is below half of the maximum so far. */
  lowSpell = 0;
  longestLowSpell = 0;
  /** Level 0: values; level i: extremes of the i-th window. */
  readonly #largest = rings();
  readonly #smallest = rings();
  #values = new RecentMean();
  #squares = new RecentMean();
  readonly #rises = new Float64Array(RISES.length);

  /** Takes in the next value, >= 0. */
  add(value: number): void {
    const t = this.seen++;
    const place = t & (KEPT - 1);
    this.#largest[0][place] = value;
    this.#smallest[0][place] = value;
    this.#values.add(value);
    this.#squares.add(value * value);
    for (let i = 0; i < PARTS.length; i++) this.#join(i, t);
    for (let i = 0; i < RISES.length; i++) {
      const rise = value - this.lag(RISES[i]);
      if (rise > this.#rises[i]) this.#rises[i] = rise;
    }
    if (value > this.maximum) this.maximum = value;
    this.lowSpell = value < LOW * this.maximum ? this.lowSpell + 1 : 0;
    if (this.lowSpell > this.longestLowSpell) this.longestLowSpell = this.lowSpell;
  }

  /** x_{t-l}, the first value where there was none yet; 0 before the first. */
  lag(steps: number): number {
    return this.#largest[0][Math.max(this.seen - 1 - steps, 0) & (KEPT - 1)];
  }

  /** Of the i-th window; 0 before the first value. */
  largest(i: number): number {
    return this.#largest[i + 1][Math.max(this.seen - 1, 0) & (KEPT - 1)];
  }

  smallest(i: number): number {
    return this.#smallest[i + 1][Math.max(this.seen - 1, 0) & (KEPT - 1)];
  }

  mean(i: number): number {
    return this.#values.mean(WINDOWS[i]);
  }

  /** Root of the mean squared distance from the mean. */
  deviation(i: number): number {
    const mean = this.mean(i);
    return Math.sqrt(Math.max(this.#squares.mean(WINDOWS[i]) - mean * mean, 0));
  }

  /** Largest x_s - x_{s-l} so far, l the i-th of `RISES` and x_0 in the place of what was before it; >= 0. */
  largestRise(i: number): number {
    return this.#rises[i];
  }

  /** The same history, which goes on by itself. */
  copy(): RateHistory {
    const copy = new RateHistory();
    copy.seen = this.seen;
    copy.maximum = this.maximum;
    copy.lowSpell = this.lowSpell;
    copy.longestLowSpell = this.longestLowSpell;
    for (let i = 0; i <= WINDOWS.length; i++) {
      copy.#largest[i].set(this.#largest[i]);
      copy.#smallest[i].set(this.#smallest[i]);
    }
    copy.#values = this.#values.copy();
    copy.#squares = this.#squares.copy();
    copy.#rises.set(this.#rises);
    return copy;
  }

  /** Extremes of the i-th window at t, from those of the next shorter one. */
  #join(i: number, t: number): void {
    const [largest, smallest] = [this.#largest[i], this.#smallest[i]];
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (const ago of PARTS[i]) {
      const place = Math.max(t - ago, 0) & (KEPT - 1);
      if (largest[place] > most) most = largest[place];
      if (smallest[place] < least) least = smallest[place];
    }
    this.#largest[i + 1][t & (KEPT - 1)] = most;
    this.#smallest[i + 1][t & (KEPT - 1)] = least;
  }
}

function rings(): readonly Float64Array[] {
  return Array.from({ length: WINDOWS.length + 1 }, () => new Float64Array(KEPT));
}

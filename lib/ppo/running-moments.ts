import { requireInteger } from "../check/index.js";

/** A `RunningMoments` as plain JSON. */
export interface MomentsState {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly count: number;
}

/** Weight of the start at mean 0 and variance 1, as if so many samples had been seen. */
const START_COUNT = 1e-4;

/**
 * Mean and (biased) variance of every component of a stream of vectors, batch by batch: with counts n and m, means a and b,
 * variances u and v of what was before and of the batch, d = b - a and N = n + m,
 *
 *   mean = a + d m/N,   variance = (n u + m v + d^2 n m / N) / N
 *
 * (Chan, Golub and LeVeque 1983). Starts at mean 0, variance 1 with a weight of 1e-4.
 * @example
 * const moments = new ppo.RunningMoments(1);
 * moments.update([1, 3, 5], 3);
 * moments.mean[0].toFixed(3); // -> "3.000"
 */
export class RunningMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  count = START_COUNT;

  constructor(readonly length: number) {
    requireInteger("length", length, 1);
    this.mean = new Float64Array(length);
    this.variance = new Float64Array(length).fill(1);
  }

  /** Takes in the `rows` vectors that stand one after the other in `samples`. */
  update(samples: ArrayLike<number>, rows: number): void {
    const { length, mean, variance } = this;
    const total = this.count + rows;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += samples[row * length + i];
      const batchMean = sum / rows;
      let squares = 0;
      for (let row = 0; row < rows; row++) squares += (samples[row * length + i] - batchMean) ** 2;
      const difference = batchMean - mean[i];
      mean[i] += (difference * rows) / total;
      variance[i] =
        (variance[i] * this.count + squares + (difference ** 2 * this.count * rows) / total) / total;
    }
    this.count = total;
  }

  state(): MomentsState {
    return { mean: [...this.mean], variance: [...this.variance], count: this.count };
  }

  restore(state: MomentsState): void {
    if (state.mean.length !== this.length || state.variance.length !== this.length)
      throw new RangeError(`moments must have length ${this.length}, got ${state.mean.length}`);
    this.mean.set(state.mean);
    this.variance.set(state.variance);
    this.count = state.count;
  }
}

import type { ContainerLayout } from "./encoding.js";
import { type MomentsState, RunningMoments } from "./running-moments.js";

/** Normalised values are cut to minus and plus this where nothing else is said. */
const CLIP = 10;
/** Keeps the root away from 0. */
const EPSILON = 1e-8;

/** How observations are normalised. */
export interface ObservationNormalizerOptions {
  /** Normalised values are cut to minus and plus this; default 10. */
  readonly clip?: number | undefined;
  /** With it all containers' numbers of one block have one mean and variance, so that what they mean doesn't depend on the container. */
  readonly layout?: ContainerLayout | undefined;
  /** So many of an observation's last numbers stay as they are; default: none. */
  readonly offsets?: number | undefined;
}

/**
 * Observations by running statistics: (x - mean) / sqrt(variance + 1e-8), cut to -10 .. 10, component by component.
 * @example
 * const normalizer = new ppo.ObservationNormalizer(1);
 * normalizer.update([1, 3], 2);
 * const normalized = new Float32Array(2);
 * normalizer.normalize([1, 3], 2, normalized);
 * [...normalized].map((value) => value.toFixed(3)); // -> ["-1.000", "1.000"]
 */
export class ObservationNormalizer {
  readonly #moments: RunningMoments;

  readonly #clip: number;
  readonly #layout: ContainerLayout | undefined;
  readonly #offsets: number;

  constructor(length: number, { clip = CLIP, layout, offsets = 0 }: ObservationNormalizerOptions = {}) {
    this.#moments = new RunningMoments(length);
    this.#clip = clip;
    this.#layout = layout;
    this.#offsets = offsets;
  }

  /** Takes in `rows` observations. */
  update(observations: ArrayLike<number>, rows: number): void {
    this.#moments.update(observations, rows);
  }

  /** Writes `rows` normalised observations into `normalized`. */
  normalize(observations: ArrayLike<number>, rows: number, normalized: Float32Array): void {
    const { length } = this.#moments;
    const { mean, variance } =
      this.#layout === undefined ? this.#moments : blockMoments(this.#moments, this.#layout);
    const scaled = length - this.#offsets;
    for (let i = 0; i < scaled; i++) {
      const scale = 1 / Math.sqrt(variance[i] + EPSILON);
      for (let k = i; k < rows * length; k += length)
        normalized[k] = cut((observations[k] - mean[i]) * scale, this.#clip);
    }
    for (let i = scaled; i < length; i++)
      for (let k = i; k < rows * length; k += length) normalized[k] = observations[k];
  }

  state(): MomentsState {
    return this.#moments.state();
  }

  restore(state: MomentsState): void {
    this.#moments.restore(state);
  }
}

/**
 * Moments with those of all containers together in each block: of C components of means m_i and variances v_i,
 * mean m = sum of m_i / C, variance sum of (v_i + (m_i - m)^2) / C.
 */
function blockMoments(
  moments: RunningMoments,
  { containers, blocks }: ContainerLayout,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const [mean, variance] = [moments.mean.slice(), moments.variance.slice()];
  for (let from = 0; from < blocks * containers; from += containers) {
    const to = from + containers;
    let sum = 0;
    for (let i = from; i < to; i++) sum += moments.mean[i];
    const common = sum / containers;
    let spread = 0;
    for (let i = from; i < to; i++) spread += moments.variance[i] + (moments.mean[i] - common) ** 2;
    mean.fill(common, from, to);
    variance.fill(spread / containers, from, to);
  }
  return { mean, variance };
}

/**
 * Rewards of B environments in units of the spread of discounted returns: with R <- gamma R + r since the episode's start,
 * r / sqrt(Var R + 1e-8), cut to -10 .. 10. The mean isn't taken off: where
 * episodes can end, that would change what is optimal.
 * @example
 * const normalizer = new ppo.RewardNormalizer(2, 0.9);
 * const normalized = new Float64Array(2);
 * normalizer.normalize([1, -1], [0, 0], normalized);
 * [...normalized].map((value) => value.toFixed(3)); // -> ["1.000", "-1.000"]
 */
export class RewardNormalizer {
  readonly #moments = new RunningMoments(1);
  readonly #returns: Float64Array;

  constructor(
    batch: number,
    /** gamma. */
    readonly discount: number,
    readonly clip = CLIP,
  ) {
    this.#returns = new Float64Array(batch);
  }

  /** Forgets the running returns: new episodes begin everywhere. */
  beginEpisodes(): void {
    this.#returns.fill(0);
  }

  /** Takes a step's rewards in and writes them normalised into `normalized`; `ended`: which episodes the step ended. */
  normalize(rewards: ArrayLike<number>, ended: ArrayLike<number>, normalized: Float64Array): void {
    const returns = this.#returns;
    for (let b = 0; b < returns.length; b++) returns[b] = this.discount * returns[b] + rewards[b];
    this.#moments.update(returns, returns.length);
    const scale = 1 / Math.sqrt(this.#moments.variance[0] + EPSILON);
    for (let b = 0; b < returns.length; b++) {
      normalized[b] = cut(rewards[b] * scale, this.clip);
      if (ended[b]) returns[b] = 0;
    }
  }

  state(): MomentsState {
    return this.#moments.state();
  }

  restore(state: MomentsState): void {
    this.#moments.restore(state);
  }
}

function cut(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}

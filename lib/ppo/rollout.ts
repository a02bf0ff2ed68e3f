import type { RandomStream } from "../random/index.js";
import { generalizedAdvantage } from "./advantage.js";
import type { Minibatch } from "./learner.js";

/**
 * T steps of B environments, sample k = b T + t: an environment's steps stand one after the other. Observations are kept as
 * the policy saw them.
 * @example
 * const rollout = new ppo.Rollout(2, 128, 31, 6);
 * [rollout.samples, rollout.observations.length]; // -> [256, 256 * 31]
 */
export class Rollout {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly logProbabilities: Float32Array;
  readonly rewards: Float64Array;
  readonly values: Float64Array;
  readonly nextValues: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;

  constructor(
    readonly batch: number,
    readonly steps: number,
    readonly observationLength: number,
    readonly actionLength: number,
  ) {
    const samples = batch * steps;
    this.observations = new Float32Array(samples * observationLength);
    this.actions = new Float32Array(samples * actionLength);
    this.logProbabilities = new Float32Array(samples);
    this.rewards = new Float64Array(samples);
    this.values = new Float64Array(samples);
    this.nextValues = new Float64Array(samples);
    this.terminated = new Uint8Array(samples);
    this.truncated = new Uint8Array(samples);
    this.advantages = new Float32Array(samples);
    this.returns = new Float32Array(samples);
  }

  /** Samples in all, B T. */
  get samples(): number {
    return this.rewards.length;
  }

  /** Computes advantages and returns of what has been collected. */
  computeAdvantages(discount: number, lambda: number): void {
    for (let b = 0; b < this.batch; b++) {
      const from = b * this.steps;
      const part = <A extends Float64Array | Uint8Array>(array: A) =>
        array.subarray(from, from + this.steps) as A;
      const { advantages, returns } = generalizedAdvantage({
        rewards: part(this.rewards),
        values: part(this.values),
        nextValues: part(this.nextValues),
        terminated: part(this.terminated),
        truncated: part(this.truncated),
        discount,
        lambda,
      });
      this.advantages.set(advantages, from);
      this.returns.set(returns, from);
    }
  }

  /** Numbers of all samples once, in a random order, cut into minibatches. */
  *minibatches(size: number, random: RandomStream): Generator<Int32Array> {
    const order = permutation(this.samples, random);
    for (let from = 0; from < order.length; from += size) yield order.subarray(from, from + size);
  }

  /** Share of the returns' variance that the values explain: 1 - Var(return - V) / Var(return). */
  explainedVariance(): number {
    const errors = this.returns.map((value, k) => value - this.values[k]);
    return 1 - variance(errors) / variance(this.returns);
  }

  /** The samples of these numbers. */
  pick(samples: Int32Array): Minibatch {
    const { observationLength, actionLength } = this;
    const observations = new Float32Array(samples.length * observationLength);
    const actions = new Float32Array(samples.length * actionLength);
    samples.forEach((k, row) => {
      observations.set(
        this.observations.subarray(k * observationLength, (k + 1) * observationLength),
        row * observationLength,
      );
      actions.set(this.actions.subarray(k * actionLength, (k + 1) * actionLength), row * actionLength);
    });
    const pick = (array: Float32Array) => Float32Array.from(samples, (k) => array[k]);
    return {
      observations,
      actions,
      logProbabilities: pick(this.logProbabilities),
      advantages: pick(this.advantages),
      returns: pick(this.returns),
    };
  }
}

/** 0 .. length - 1 in a random order (Fisher and Yates). */
function permutation(length: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order;
}

function variance(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / values.length;
}

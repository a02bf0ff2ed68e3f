import type { PolicyTensors } from "./policy/actor-critic.js";
import type { Scalar, Tensor1D, TensorFlow } from "./tensorflow.js";

/** Coefficients of the loss. */
export interface LossSettings {
  /** epsilon: how far the probability ratio may move and still count. */
  readonly clipRange: number;
  /** c_v: weight of the value loss. */
  readonly vfCoef: number;
  /** c_e: weight of the mean entropy. */
  readonly entCoef: number;
}

/** What a minibatch was when it was collected, all of length B; advantages as they enter the loss. */
export interface LossTargets {
  readonly logProbabilities: Tensor1D;
  readonly advantages: Tensor1D;
  readonly returns: Tensor1D;
}

/** The loss and its parts. */
export interface LossParts {
  readonly total: Scalar;
  readonly policy: Scalar;
  readonly value: Scalar;
  /** Minus the mean entropy. */
  readonly entropy: Scalar;
  /** Logarithms of the probability ratios, ln q, B. */
  readonly logRatios: Tensor1D;
}

/**
 * PPO's loss (Schulman et al. 2017), with the probability ratio q = p_new(a) / p_old(a):
 *
 *   L = -mean min(q A, clip(q, 1 - eps, 1 + eps) A) + c_v mean (return - V)^2 - c_e mean H
 * @example
 * const tf = await ppo.loadTensorFlow();
 * const now = { logProbabilities: tf.tensor1d([0]), entropies: tf.tensor1d([2]), values: tf.tensor1d([1]) };
 * const then = { logProbabilities: tf.tensor1d([0]), advantages: tf.tensor1d([3]), returns: tf.tensor1d([2]) };
 * const loss = ppo.ppoLoss(tf, now, then, { clipRange: 0.2, vfCoef: 0.5, entCoef: 0.25 });
 * loss.total.dataSync()[0]; // -> -3 + 0.5 * 1 - 0.25 * 2
 */
export function ppoLoss(
  tf: TensorFlow,
  { logProbabilities, entropies, values }: PolicyTensors,
  targets: LossTargets,
  { clipRange, vfCoef, entCoef }: LossSettings,
): LossParts {
  const logRatio = tf.sub(logProbabilities, targets.logProbabilities);
  const ratio = tf.exp(logRatio);
  const unclipped = tf.mul(ratio, targets.advantages);
  const clipped = tf.mul(tf.clipByValue(ratio, 1 - clipRange, 1 + clipRange), targets.advantages);
  const policy = tf.neg(tf.mean(tf.minimum(unclipped, clipped))) as Scalar;
  const value = tf.mean(tf.square(tf.sub(targets.returns, values))) as Scalar;
  const entropy = tf.neg(tf.mean(entropies)) as Scalar;
  const total = tf.addN([policy, tf.mul(value, vfCoef), tf.mul(entropy, entCoef)]);
  return {
    total: total as Scalar,
    policy,
    value,
    entropy,
    logRatios: logRatio as Tensor1D,
  };
}

/**
 * How far the policy has moved, from the logarithms of its probability ratios q: an estimate of KL(old, new), the mean of (q - 1) - ln q, >= 0 but
 * for rounding (Schulman 2020), and the share of ratios outside 1 +- epsilon. In plain arithmetic: it needs no gradient, and a
 * call to TensorFlow costs more.
 * @example
 * ppo.policyShift(Float32Array.of(0, 1), 0.2); // -> { approxKl: (Math.E - 2) / 2, clipFraction: 0.5 }
 */
export function policyShift(
  logRatios: Float32Array,
  clipRange: number,
): { readonly approxKl: number; readonly clipFraction: number } {
  let approxKl = 0;
  let clipped = 0;
  for (const logRatio of logRatios) {
    const ratio = Math.exp(logRatio);
    approxKl += ratio - 1 - logRatio;
    if (Math.abs(ratio - 1) > clipRange) clipped++;
  }
  return { approxKl: approxKl / logRatios.length, clipFraction: clipped / logRatios.length };
}

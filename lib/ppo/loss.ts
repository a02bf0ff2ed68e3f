import type { PolicyTensors } from "./policy/actor-critic.js";
import type { Scalar, Tensor1D, TensorFlow } from "./tensorflow.js";

/** Coefficients of the loss. */
export interface LossSettings {
  /** epsilon: how far the probability ratio may move and still count. */
  readonly clipRange: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
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
  /** Estimate of KL(old, new), >= 0: mean of (q - 1) - ln q with q the probability ratio (Schulman 2020). */
  readonly divergence: Scalar;
  /** Share of samples whose ratio is outside 1 +- epsilon. */
  readonly clipped: Scalar;
}

/**
 * PPO's loss (Schulman et al. 2017), with the probability ratio q = p_new(a) / p_old(a):
 *
 *   L = -mean min(q A, clip(q, 1 - eps, 1 + eps) A) + c_v mean (return - V)^2 - c_e mean H
 */
export function ppoLoss(
  tf: TensorFlow,
  { logProbabilities, entropies, values }: PolicyTensors,
  targets: LossTargets,
  { clipRange, valueCoefficient, entropyCoefficient }: LossSettings,
): LossParts {
  const logRatio = tf.sub(logProbabilities, targets.logProbabilities);
  const ratio = tf.exp(logRatio);
  const unclipped = tf.mul(ratio, targets.advantages);
  const clipped = tf.mul(tf.clipByValue(ratio, 1 - clipRange, 1 + clipRange), targets.advantages);
  const policy = tf.neg(tf.mean(tf.minimum(unclipped, clipped))) as Scalar;
  const value = tf.mean(tf.square(tf.sub(targets.returns, values))) as Scalar;
  const entropy = tf.neg(tf.mean(entropies)) as Scalar;
  const total = tf.addN([policy, tf.mul(value, valueCoefficient), tf.mul(entropy, entropyCoefficient)]);
  return {
    total: total as Scalar,
    policy,
    value,
    entropy,
    divergence: tf.mean(tf.sub(tf.sub(ratio, 1), logRatio)) as Scalar,
    clipped: tf.mean(tf.cast(tf.greater(tf.abs(tf.sub(ratio, 1)), clipRange), "float32")) as Scalar,
  };
}

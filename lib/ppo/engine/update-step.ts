import { ADAM } from "../adam.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { PpoSettings } from "../settings.js";
import type { Scalar, Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import { lossAndGradients, type MinibatchTensors } from "./loss-gradients.js";

/** What a step of learning reads: flat parameters and moments, a rollout's samples, and which of them to learn from. */
export interface UpdateInputs {
  readonly parameters: Tensor1D;
  readonly first: Tensor1D;
  readonly second: Tensor1D;
  /** Adam's rate / (1 - b1^t) and 1 / (1 - b2^t). */
  readonly scales: Tensor1D;
  readonly samples: Tensor1D;
  readonly observations: Tensor2D;
  readonly actions: Tensor2D;
  readonly logProbabilities: Tensor1D;
  readonly advantages: Tensor1D;
  readonly returns: Tensor1D;
}

/** What it leaves. */
export interface UpdateOutputs {
  readonly parameters: Tensor1D;
  readonly first: Tensor1D;
  readonly second: Tensor1D;
  /** Policy loss, value loss, entropy, approximate KL, clip fraction, gradient norm. */
  readonly report: Tensor1D;
}

/**
 * One gradient step as `Learner.learn` takes it, in TensorFlow from end to end. Its tensors are the caller's to tidy.
 *
 * The loss of a minibatch is the mean of those of its parts of one length, and so is its gradient: parts depend on nothing of
 * one another (advantages are standardised beforehand), so that TensorFlow can do them at the same time.
 * @param partCount number of parts; it divides the number of samples.
 */
export function updateStep(
  tf: TensorFlow,
  policy: ActorCritic,
  settings: PpoSettings,
  inputs: UpdateInputs,
  partCount = 1,
): UpdateOutputs {
  const { parameters } = inputs;
  const weights = policy.parameters.split(tf, parameters);
  const picked = tf.gather(inputs.advantages, inputs.samples) as Tensor1D;
  const advantages = settings.normalizeAdvantages ? standardized(tf, picked) : picked;
  const length = inputs.samples.size / partCount;
  const done = Array.from({ length: partCount }, (_, k) => {
    const cut = (tensor: Tensor1D) => (partCount === 1 ? tensor : tf.slice(tensor, [k * length], [length]));
    const samples = cut(inputs.samples);
    const own = <T extends Tensor>(tensor: T) => tf.gather(tensor, samples) as T;
    return partOfStep(tf, policy, settings, weights, {
      observations: own(inputs.observations),
      actions: own(inputs.actions),
      logProbabilities: own(inputs.logProbabilities),
      advantages: cut(advantages),
      returns: own(inputs.returns),
    });
  });
  const mean = (tensors: readonly Tensor1D[]) =>
    partCount === 1 ? tensors[0] : (tf.div(tf.addN([...tensors]), partCount) as Tensor1D);
  const gradient = mean(done.map((part) => part.gradient));
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  const factor = tf.minimum(1, tf.div(settings.maxGradNorm, tf.add(norm, 1e-6)));
  const moved = adamStep(tf, inputs, tf.mul(gradient, factor));
  const seen = mean(done.map((part) => part.seen));
  return { ...moved, report: tf.concat1d([seen, tf.reshape(norm, [1]) as Tensor1D]) };
}

/** Gradient by the flat parameters, and all that a report holds but the gradient's norm, of one part's samples. */
function partOfStep(
  tf: TensorFlow,
  policy: ActorCritic,
  settings: PpoSettings,
  weights: Tensor[],
  minibatch: MinibatchTensors,
): { readonly gradient: Tensor1D; readonly seen: Tensor1D } {
  const { parts, gradients } = lossAndGradients(tf, policy, settings, weights, minibatch);
  const gradient = tf.concat1d(gradients.map((slope) => tf.reshape(slope, [-1]) as Tensor1D));
  const seen = tf.stack([
    parts.policy,
    parts.value,
    tf.neg(parts.entropy),
    approxKl(tf, parts.logRatios),
    clipFraction(tf, parts.logRatios, settings.clipRange),
  ]) as Tensor1D;
  tf.dispose(Object.values(parts));
  return { gradient, seen };
}

/** `Adam.step`. */
function adamStep(
  tf: TensorFlow,
  { parameters, first, second, scales }: UpdateInputs,
  gradient: Tensor,
): Omit<UpdateOutputs, "report"> {
  const { beta1, beta2, epsilon } = ADAM;
  const [size, secondScale] = [0, 1].map((i) => tf.slice(scales, [i], [1]));
  const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)) as Tensor1D;
  const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)) as Tensor1D;
  const divisor = tf.add(tf.sqrt(tf.mul(v, secondScale)), epsilon);
  const moved = tf.sub(parameters, tf.div(tf.mul(m, size), divisor)) as Tensor1D;
  return { parameters: moved, first: m, second: v };
}

/** As in `Learner`: (x - mean) / (deviation + 1e-8), the deviation with n - 1. */
function standardized(tf: TensorFlow, values: Tensor1D): Tensor1D {
  const { size } = values;
  if (size < 2) return values;
  const centred = tf.sub(values, tf.mean(values));
  const deviation = tf.sqrt(tf.div(tf.sum(tf.square(centred)), size - 1));
  return tf.div(centred, tf.add(deviation, 1e-8)) as Tensor1D;
}

/** As in `policyShift`: mean of (q - 1) - ln q. */
function approxKl(tf: TensorFlow, logRatios: Tensor1D): Scalar {
  return tf.mean(tf.sub(tf.expm1(logRatios), logRatios)) as Scalar;
}

/** As in `policyShift`: the share of |q - 1| > epsilon. */
function clipFraction(tf: TensorFlow, logRatios: Tensor1D, clipRange: number): Scalar {
  const isClipped = tf.greater(tf.abs(tf.expm1(logRatios)), clipRange);
  return tf.mean(tf.cast(isClipped, "float32")) as Scalar;
}

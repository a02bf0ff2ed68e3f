import { Adam, clipGradient } from "./adam.js";
import { lossAndGradients } from "./engine/loss-gradients.js";
import type { LearningReport } from "./learning-report.js";
import { policyShift } from "./loss.js";
import type { ActorCritic } from "./policy/actor-critic.js";
import type { PpoSettings } from "./settings.js";
import type { TensorFlow } from "./tensorflow.js";

/** Samples to learn from, B of each; observations B x O and actions B x A. */
export interface Minibatch {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly logProbabilities: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
}

type Losses = Omit<LearningReport, "gradNorm">;

/**
 * One gradient step on a minibatch, written to be read: TensorFlow computes the loss and its gradient, which is clipped and
 * handed to Adam. `CompiledEngine` does the same arithmetic as one graph.
 * @example
 * const tf = await ppo.loadTensorFlow();
 * const config = ppo.trainingPreset("ppo-writeup");
 * const policy = ppo.configuredPolicy(config, 1);
 * const learner = new ppo.Learner(tf, policy, config.ppo);
 * const { observationLength } = policy.network;
 * const minibatch = {
 *   observations: new Float32Array(2 * observationLength),
 *   actions: new Float32Array(2 * policy.head.actionLength),
 *   logProbabilities: new Float32Array(2),
 *   advantages: Float32Array.of(1, -1),
 *   returns: Float32Array.of(1, 1),
 * };
 * learner.learn(minibatch, 1e-3).valueLoss; // -> 1
 */
export class Learner {
  readonly adam: Adam;
  readonly #gradient: Float32Array;

  constructor(
    readonly tf: TensorFlow,
    readonly policy: ActorCritic,
    readonly settings: PpoSettings,
  ) {
    const { length } = policy.parameters.values;
    this.adam = new Adam(length);
    this.#gradient = new Float32Array(length);
  }

  /** Takes one gradient step at a learning rate. */
  learn(minibatch: Minibatch, rate: number): LearningReport {
    const { losses, gradient } = this.gradient(minibatch);
    const gradNorm = clipGradient(gradient, this.settings.maxGradNorm);
    this.adam.step(this.policy.parameters.values, gradient, rate);
    return { ...losses, gradNorm };
  }

  /** The loss and its gradient by all parameters, before clipping; the array is overwritten by the next call. */
  gradient(minibatch: Minibatch): {
    readonly losses: Losses;
    readonly gradient: Float32Array;
  } {
    const { tf, policy, settings } = this;
    const rows = minibatch.returns.length;
    const advantages = settings.normalizeAdvantages
      ? standardized(minibatch.advantages)
      : minibatch.advantages;
    const gradient = this.#gradient;
    let losses: Losses | undefined;
    tf.tidy(() => {
      const observations = tf.tensor2d(minibatch.observations, [rows, policy.network.observationLength]);
      const actions = tf.tensor2d(minibatch.actions, [rows, policy.head.actionLength]);
      const { parts, gradients } = lossAndGradients(tf, policy, settings, policy.parameters.tensors(tf), {
        observations,
        actions,
        logProbabilities: tf.tensor1d(minibatch.logProbabilities),
        advantages: tf.tensor1d(advantages),
        returns: tf.tensor1d(minibatch.returns),
      });
      let offset = 0;
      for (const slope of gradients) {
        gradient.set(slope.dataSync() as Float32Array, offset);
        offset += slope.size;
      }
      const { policy: policyLoss, value, entropy, logRatios } = parts;
      losses = {
        policyLoss: policyLoss.dataSync()[0],
        valueLoss: value.dataSync()[0],
        entropy: -entropy.dataSync()[0],
        ...policyShift(logRatios.dataSync() as Float32Array, settings.clipRange),
      };
      tf.dispose(Object.values(parts));
    });
    return { losses: losses as Losses, gradient };
  }
}

/** (x - mean) / (deviation + 1e-8), the deviation with n - 1; a single value stays as it is. */
function standardized(values: Float32Array): Float32Array {
  const { length } = values;
  if (length < 2) return values;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const scale = 1 / (Math.sqrt(squares / (length - 1)) + 1e-8);
  return values.map((value) => (value - mean) * scale);
}

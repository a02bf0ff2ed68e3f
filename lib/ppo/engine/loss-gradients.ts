import { type LossParts, type LossTargets, ppoLoss } from "../loss.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { PpoSettings } from "../settings.js";
import type { Tensor, Tensor2D, TensorFlow } from "../tensorflow.js";

/** Samples as tensors; advantages as they enter the loss. */
export interface MinibatchTensors extends LossTargets {
  readonly observations: Tensor2D;
  readonly actions: Tensor2D;
}

/**
 * The parts of the loss, and its gradients by the parameters in the order of `parameters`. The parts outlast a surrounding
 * `tidy`: the caller disposes of them.
 */
export function lossAndGradients(
  tf: TensorFlow,
  policy: ActorCritic,
  settings: PpoSettings,
  parameters: Tensor[],
  { observations, actions, ...targets }: MinibatchTensors,
): { readonly parts: LossParts; readonly gradients: readonly Tensor[] } {
  let parts: LossParts | undefined;
  const loss = (...tensors: Tensor[]) => {
    parts = ppoLoss(tf, policy.evaluate(tf, tensors, observations, actions), targets, settings);
    // Values that are read after the gradient would be disposed of with its tape.
    for (const part of Object.values(parts)) tf.keep(part);
    return parts.total;
  };
  const { grads } = tf.valueAndGrads(loss)(parameters);
  return { parts: parts as LossParts, gradients: grads };
}

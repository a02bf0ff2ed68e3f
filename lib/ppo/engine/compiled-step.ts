import { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import type { InputSpec } from "../graph/recording.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { PpoSettings } from "../settings.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import { updateStep } from "./update-step.js";

/** How many samples a step learns from, and how many the rollout has. */
export interface StepSize {
  readonly rows: number;
  readonly samples: number;
}

/**
 * `updateStep` as one graph. In: parameters, first and second moments, Adam's two scales, numbers of the samples, and the
 * rollout's observations, actions, log probabilities, advantages and returns. Out: the report's numbers, parameters, moments.
 */
export function compiledStep(
  tf: TensorFlow,
  backend: NativeBackend,
  policy: ActorCritic,
  settings: PpoSettings,
  { rows, samples }: StepSize,
): CompiledFunction {
  const { network, head, parameters } = policy;
  const floats = (...shape: number[]): InputSpec => ({ shape, dtype: "float32" });
  const flat = floats(parameters.values.length);
  const numbers = floats(samples);
  const picked: InputSpec = { shape: [rows], dtype: "int32" };
  const observations = floats(samples, network.observationLength);
  const actions = floats(samples, head.actionLength);
  const inputs = [flat, flat, flat, floats(2), picked, observations, actions, numbers, numbers, numbers];
  const compute = (...tensors: Tensor[]) => {
    const [parameters, first, second, scales, samples, observations, actions, ...targets] = tensors;
    const [logProbabilities, advantages, returns] = targets as Tensor1D[];
    const given = {
      parameters: parameters as Tensor1D,
      first: first as Tensor1D,
      second: second as Tensor1D,
      scales: scales as Tensor1D,
      samples: samples as Tensor1D,
      observations: observations as Tensor2D,
      actions: actions as Tensor2D,
      logProbabilities,
      advantages,
      returns,
    };
    const outputs = updateStep(tf, policy, settings, given, partsOf(rows));
    return [outputs.report, outputs.parameters, outputs.first, outputs.second];
  };
  return new CompiledFunction(tf, backend, inputs, compute);
}

/** From so many samples on a step is done in two parts, one a core, say; below, what they have in common costs more. */
const FEWEST_FOR_PARTS = 1024;

/** By the number of samples alone: a result doesn't depend on the machine's cores, nor on who else uses them. */
function partsOf(rows: number): number {
  return rows >= FEWEST_FOR_PARTS && rows % 2 === 0 ? 2 : 1;
}

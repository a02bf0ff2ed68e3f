import { z } from "zod";
import { requireInteger } from "../../check/index.js";
import type { PartKind } from "../parts/registry.js";
import type { Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { Network, NetworkNeeds, PlainForward } from "./contract.js";
import { addProduct, type Dense, denseParameters, type Numbers } from "./dense.js";
import type { ParameterTensors, ParameterVector } from "./parameters.js";

const SETTINGS = { hidden: z.array(z.int().min(1)).default([64, 64]) };

/** The two perceptrons in a configuration; `hidden`: widths of the hidden layers. */
export const mlpKind: PartKind<NetworkNeeds, Network, typeof SETTINGS> = {
  kind: "mlp",
  settings: SETTINGS,
  make: (settings, needs) => mlp({ ...needs, ...settings }),
};

/** A layer of a perceptron: y = tanh(x W + b), or x W + b. */
interface Layer extends Dense {
  readonly isLinear: boolean;
}

/**
 * Two multilayer perceptrons with tanh layers that share nothing: one for the head, one for the value. Weights start
 * orthogonal with gain sqrt 2, the last layers with .01 (head: nearly the same action everywhere) and 1 (value); biases at 0.
 * @example
 * const network = ppo.mlp({ observationLength: 31, outputLength: 6, hidden: [64, 64] });
 * network.parameters.length; // -> 12
 */
export function mlp(options: {
  readonly observationLength: number;
  readonly outputLength: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
}): Network {
  const { observationLength, outputLength, hidden } = options;
  requireInteger("observationLength", observationLength, 1);
  requireInteger("outputLength", outputLength, 1);
  hidden.forEach((width, i) => {
    requireInteger(`hidden[${i}]`, width, 1);
  });
  const actor = stack("actor", [observationLength, ...hidden, outputLength], 0.01);
  const critic = stack("critic", [observationLength, ...hidden, 1], 1);
  return {
    observationLength,
    outputLength,
    parameters: [...actor, ...critic].flatMap(denseParameters),
    forward(tf, parameters, observations) {
      const outputs = forwardTensors(tf, actor, parameters, observations);
      const values = forwardTensors(tf, critic, parameters, observations);
      return { outputs, values: tf.reshape(values, [-1]) as Tensor1D };
    },
    plain: (parameters) => ({
      outputs: plainStack(actor, parameters),
      values: plainStack(critic, parameters),
    }),
  };
}

function stack(name: string, widths: readonly number[], lastGain: number): readonly Layer[] {
  return widths.slice(1).map((outputs, i) => {
    const isLinear = i === widths.length - 2;
    return {
      name: `${name}/${i}`,
      inputs: widths[i],
      outputs,
      isLinear,
      gain: isLinear ? lastGain : Math.SQRT2,
    };
  });
}

function forwardTensors(
  tf: TensorFlow,
  layers: readonly Layer[],
  parameters: ParameterTensors,
  observations: Tensor2D,
): Tensor2D {
  return layers.reduce<Tensor2D>((x, { name, isLinear }) => {
    const sum = tf.add(tf.matMul(x, parameters[`${name}/weights`] as Tensor2D), parameters[`${name}/bias`]);
    return (isLinear ? sum : tf.tanh(sum)) as Tensor2D;
  }, observations);
}

/** A layer with its numbers, and room for what it makes. */
interface Pass extends Layer {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  result: Float64Array;
}

function plainStack(layers: readonly Layer[], parameters: ParameterVector): PlainForward {
  const passes: readonly Pass[] = layers.map((layer) => ({
    ...layer,
    weights: parameters.array(`${layer.name}/weights`),
    bias: parameters.array(`${layer.name}/bias`),
    result: new Float64Array(0),
  }));
  return (observations, rows) => {
    let x: Numbers = observations;
    for (const pass of passes) {
      if (pass.result.length < rows * pass.outputs) pass.result = new Float64Array(rows * pass.outputs);
      for (let row = 0; row < rows; row++) layerRow(pass, x, row);
      x = pass.result;
    }
    return x as Float64Array;
  };
}

/** One row through a layer. */
function layerRow({ inputs, outputs, weights, bias, result, isLinear }: Pass, x: Numbers, row: number): void {
  const to = row * outputs;
  for (let j = 0; j < outputs; j++) result[to + j] = bias[j];
  addProduct(x, row * inputs, weights, result, to, outputs);
  if (!isLinear) for (let j = 0; j < outputs; j++) result[to + j] = Math.tanh(result[to + j]);
}

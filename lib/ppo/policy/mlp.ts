import { z } from "zod";
import { requireInteger } from "../../check/index.js";
import type { RandomStream } from "../../random/index.js";
import type { PartKind } from "../parts/registry.js";
import type { Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { Network, NetworkNeeds, PlainForward } from "./contract.js";
import { orthogonal } from "./initial.js";
import type { ParameterSpec, ParameterTensors, ParameterVector } from "./parameters.js";

const SETTINGS = { hidden: z.array(z.int().min(1)).default([64, 64]) };

/** The two perceptrons in a configuration; `hidden`: widths of the hidden layers. */
export const mlpKind: PartKind<NetworkNeeds, Network, typeof SETTINGS> = {
  kind: "mlp",
  settings: SETTINGS,
  make: (settings, needs) => mlp({ ...needs, ...settings }),
};

/** A dense layer: y = tanh(x W + b), or x W + b. */
interface Dense {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly isLinear: boolean;
  /** Factor on its orthogonal start. */
  readonly gain: number;
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
    parameters: [...actor, ...critic].flatMap(layerParameters),
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

function stack(name: string, widths: readonly number[], lastGain: number): readonly Dense[] {
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

function layerParameters({ name, inputs, outputs, gain }: Dense): readonly ParameterSpec[] {
  return [
    {
      name: `${name}/weights`,
      shape: [inputs, outputs],
      initialize: (values: Float32Array, random: RandomStream) =>
        orthogonal(values, inputs, outputs, gain, random),
    },
    { name: `${name}/bias`, shape: [outputs], initialize: (values: Float32Array) => void values.fill(0) },
  ];
}

function forwardTensors(
  tf: TensorFlow,
  layers: readonly Dense[],
  parameters: ParameterTensors,
  observations: Tensor2D,
): Tensor2D {
  return layers.reduce<Tensor2D>((x, { name, isLinear }) => {
    const sum = tf.add(tf.matMul(x, parameters[`${name}/weights`] as Tensor2D), parameters[`${name}/bias`]);
    return (isLinear ? sum : tf.tanh(sum)) as Tensor2D;
  }, observations);
}

function plainStack(layers: readonly Dense[], parameters: ParameterVector): PlainForward {
  const passes = layers.map((layer) => ({
    ...layer,
    weights: parameters.array(`${layer.name}/weights`),
    bias: parameters.array(`${layer.name}/bias`),
    result: new Float64Array(0),
  }));
  return (observations, rows) => {
    let x: Float32Array | Float64Array = observations;
    for (const pass of passes) {
      if (pass.result.length < rows * pass.outputs) pass.result = new Float64Array(rows * pass.outputs);
      for (let row = 0; row < rows; row++)
        denseRow(
          x,
          row * pass.inputs,
          pass.weights,
          pass.bias,
          pass.result,
          row * pass.outputs,
          pass.isLinear,
        );
      x = pass.result;
    }
    return x as Float64Array;
  };
}

function denseRow(
  x: Float32Array | Float64Array,
  from: number,
  weights: Float32Array,
  bias: Float32Array,
  y: Float64Array,
  to: number,
  isLinear: boolean,
): void {
  const outputs = bias.length;
  const inputs = weights.length / outputs;
  for (let j = 0; j < outputs; j++) y[to + j] = bias[j];
  // Four inputs in one go, so that sums are read and written a quarter as often; added in the same order as one by one.
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    const x0 = x[from + i];
    const x1 = x[from + i + 1];
    const x2 = x[from + i + 2];
    const x3 = x[from + i + 3];
    const row0 = i * outputs;
    const row1 = row0 + outputs;
    const row2 = row1 + outputs;
    const row3 = row2 + outputs;
    for (let j = 0; j < outputs; j++)
      y[to + j] =
        y[to + j] +
        x0 * weights[row0 + j] +
        x1 * weights[row1 + j] +
        x2 * weights[row2 + j] +
        x3 * weights[row3 + j];
  }
  for (; i < inputs; i++) {
    const input = x[from + i];
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) y[to + j] += input * weights[row + j];
  }
  if (!isLinear) for (let j = 0; j < outputs; j++) y[to + j] = Math.tanh(y[to + j]);
}

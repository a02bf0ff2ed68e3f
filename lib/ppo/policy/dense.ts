import type { RandomStream } from "../../random/index.js";
import { orthogonal } from "./initial.js";
import type { ParameterSpec } from "./parameters.js";

/** A dense layer x W + b, before what it is bent by. */
export interface Dense {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Factor on its orthogonal start. */
  readonly gain: number;
}

/** Its weights and its bias; biases start at 0. */
export function denseParameters({ name, inputs, outputs, gain }: Dense): readonly ParameterSpec[] {
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

/** Numbers of a plain forward pass. */
export type Numbers = Float32Array | Float64Array;

/** Adds x W to y, for one x of as many numbers as W (inputs x outputs) has rows; `from` and `to`: where x and y begin. */
export function addProduct(
  x: Numbers,
  from: number,
  weights: Float32Array,
  y: Float64Array,
  to: number,
  outputs: number,
): void {
  const inputs = weights.length / outputs;
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
}

/** The same for `rows` x and y that stand one after the other, two at a time, so that weights are read half as often. */
export function addProducts(
  x: Numbers,
  rows: number,
  weights: Float32Array,
  y: Float64Array,
  outputs: number,
): void {
  const inputs = weights.length / outputs;
  let row = 0;
  for (; row + 2 <= rows; row += 2) addTwoProducts(x, row * inputs, weights, y, row * outputs, outputs);
  if (row < rows) addProduct(x, row * inputs, weights, y, row * outputs, outputs);
}

function addTwoProducts(
  x: Numbers,
  from: number,
  weights: Float32Array,
  y: Float64Array,
  to: number,
  outputs: number,
): void {
  const inputs = weights.length / outputs;
  const next = from + inputs;
  const nextTo = to + outputs;
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    const [a0, a1, a2, a3] = [x[from + i], x[from + i + 1], x[from + i + 2], x[from + i + 3]];
    const [b0, b1, b2, b3] = [x[next + i], x[next + i + 1], x[next + i + 2], x[next + i + 3]];
    const row0 = i * outputs;
    const row1 = row0 + outputs;
    const row2 = row1 + outputs;
    const row3 = row2 + outputs;
    for (let j = 0; j < outputs; j++) {
      const w0 = weights[row0 + j];
      const w1 = weights[row1 + j];
      const w2 = weights[row2 + j];
      const w3 = weights[row3 + j];
      y[to + j] = y[to + j] + a0 * w0 + a1 * w1 + a2 * w2 + a3 * w3;
      y[nextTo + j] = y[nextTo + j] + b0 * w0 + b1 * w1 + b2 * w2 + b3 * w3;
    }
  }
  for (; i < inputs; i++) {
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) {
      y[to + j] += x[from + i] * weights[row + j];
      y[nextTo + j] += x[next + i] * weights[row + j];
    }
  }
}

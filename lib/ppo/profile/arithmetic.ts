import { requireInteger } from "../../check/index.js";
import type { Network } from "../policy/contract.js";
import type { Tensor2D, TensorFlow } from "../tensorflow.js";

/** Floating-point operations of the matrix products of one observation. */
export interface NetworkArithmetic {
  /** Of the forward pass: 2 a weight. */
  readonly forward: number;
  /** Of a gradient, forward pass included: 2 more a weight for its slope, and 2 for what is handed back, but in first layers. */
  readonly gradient: number;
}

/**
 * Counts the matrix products of a network that uses each weight once an observation, as `mlp` does; what is done number by number (tanh, losses, Adam) isn't counted.
 * @example
 * const network = ppo.mlp({ observationLength: 4, outputLength: 2, hidden: [8] });
 * ppo.networkArithmetic(network).forward; // -> 2 * (4 * 8 + 8 * 2 + 4 * 8 + 8 * 1)
 */
export function networkArithmetic({ observationLength, parameters }: Network): NetworkArithmetic {
  let weights = 0;
  let firstWeights = 0;
  for (const { shape } of parameters) {
    if (shape.length !== 2) continue;
    weights += shape[0] * shape[1];
    if (shape[0] === observationLength) firstWeights += shape[0] * shape[1];
  }
  return { forward: 2 * weights, gradient: 2 * (3 * weights - firstWeights) };
}

/** The shape of a matrix product, rows x inner by inner x columns, and how often it is done. */
export interface ProductTrial {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly repeats: number;
  /** A clock in ms, such as `performance.now`. */
  readonly now: () => number;
}

/**
 * Floating-point operations a second that TensorFlow reaches on matrix products of a shape: the best of five trials.
 * @example
 * const tf = await ppo.loadTensorFlow();
 * const trial = { rows: 8, inner: 8, columns: 8, repeats: 10, now: () => performance.now() };
 * ppo.matrixProductRate(tf, trial) > 0; // -> true
 */
export function matrixProductRate(
  tf: TensorFlow,
  { rows, inner, columns, repeats, now }: ProductTrial,
): number {
  for (const [name, value] of Object.entries({ rows, inner, columns, repeats }))
    requireInteger(name, value, 1);
  const a: Tensor2D = tf.randomUniform([rows, inner], -1, 1, "float32", 1);
  const b: Tensor2D = tf.randomUniform([inner, columns], -1, 1, "float32", 2);
  const trial = () => {
    const start = now();
    for (let i = 0; i < repeats; i++) tf.dispose(tf.matMul(a, b));
    return (2 * rows * inner * columns * repeats) / ((now() - start) / 1000);
  };
  const rates = Array.from({ length: 6 }, trial);
  tf.dispose([a, b]);
  return Math.max(...rates.slice(1));
}

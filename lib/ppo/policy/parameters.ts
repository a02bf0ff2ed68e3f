import type { RandomStream } from "../../random/index.js";
import type { Tensor, Tensor1D, TensorFlow } from "../tensorflow.js";

/** One array of weights: its name, shape, and how it starts. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Fills `values` (row by row) with its start. */
  initialize(values: Float32Array, random: RandomStream): void;
}

/** Weights as TensorFlow sees them, by name. */
export type ParameterTensors = Readonly<Record<string, Tensor>>;

/**
 * All weights of a policy in one flat vector, which is what is optimised and kept; each array is a view of its part. Both
 * the plain forward pass and TensorFlow's tensors read from it.
 * @example
 * const bias = { name: "bias", shape: [3], initialize: (values: Float32Array) => void values.fill(0.5) };
 * const vector = new ppo.ParameterVector([bias], random.RandomStream.of(1, "weights"));
 * vector.array("bias"); // -> [0.5, 0.5, 0.5]
 */
export class ParameterVector {
  readonly values: Float32Array;
  readonly #views = new Map<string, Float32Array>();

  constructor(
    readonly specs: readonly ParameterSpec[],
    random: RandomStream,
  ) {
    const lengths = specs.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
    this.values = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
    let offset = 0;
    specs.forEach((spec, i) => {
      if (this.#views.has(spec.name)) throw new RangeError(`parameter ${spec.name} is there twice`);
      const view = this.values.subarray(offset, offset + lengths[i]);
      this.#views.set(spec.name, view);
      spec.initialize(view, random);
      offset += lengths[i];
    });
  }

  /** The array of that name: a view. @throws RangeError on an unknown one. */
  array(name: string): Float32Array {
    const view = this.#views.get(name);
    if (view === undefined) throw new RangeError(`no parameter is called ${JSON.stringify(name)}`);
    return view;
  }

  /** Tensors of today's values, in the order of the specs; the caller disposes of them. */
  tensors(tf: TensorFlow): Tensor[] {
    return this.specs.map(({ name, shape }) => tf.tensor(this.array(name), [...shape]));
  }

  /** The arrays in the order of the specs, cut from a flat tensor of all. */
  split(tf: TensorFlow, flat: Tensor1D): Tensor[] {
    let offset = 0;
    return this.specs.map(({ name, shape }) => {
      const { length } = this.array(name);
      offset += length;
      return tf.reshape(tf.slice(flat, offset - length, length), [...shape]);
    });
  }

  /** Tensors in the order of the specs by name. */
  named(tensors: readonly Tensor[]): ParameterTensors {
    return Object.fromEntries(this.specs.map(({ name }, i) => [name, tensors[i]]));
  }
}

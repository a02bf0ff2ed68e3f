import type { Tensor, TensorFlow } from "../tensorflow.js";
import { type Edge, type GraphNode, orderedNodes } from "./graph.js";
import type { KernelAttribute, NativeBackend } from "./native-backend.js";
import { type InputSpec, recordedGraph } from "./recording.js";
import { rewrittenGraph } from "./rewrites.js";

/** An operation that is to be run: places of what it reads, and of its one output, among the values. */
interface Step {
  readonly op: string;
  readonly attributes: KernelAttribute[];
  readonly reads: readonly number[];
  readonly writes: number;
}

/**
 * A function of tensors whose operations TensorFlow runs one after the other on the calling thread: recorded and rewritten as
 * for `CompiledFunction`, then nothing but its kernels is called. What takes a few microseconds an operation is done before
 * other threads would have woken up to run it as a graph. Shapes are fixed.
 */
export class StepwiseFunction {
  readonly #tf: TensorFlow;
  readonly #backend: NativeBackend;
  readonly #steps: readonly Step[];
  /** Places of what is made on the way. */
  readonly #passing: readonly number[];
  readonly #outputs: readonly number[];
  readonly #constants: readonly Tensor[];
  /** Tensors by place: inputs, constants, outputs of the steps. */
  readonly #values: Tensor[];

  constructor(
    tf: TensorFlow,
    backend: NativeBackend,
    inputs: readonly InputSpec[],
    compute: (...inputs: Tensor[]) => readonly Tensor[],
  ) {
    const graph = rewrittenGraph(recordedGraph(tf, backend, inputs, compute));
    const nodes = orderedNodes(graph.outputs);
    const constants = nodes.filter(({ op }) => op === "Const");
    const operations = nodes.filter((node) => !constants.includes(node) && !graph.inputs.includes(node));
    const places = new Map(
      [...graph.inputs, ...constants, ...operations].map((node, place) => [node, place]),
    );
    const placeOf = ({ node }: Edge) => places.get(node) as number;
    this.#tf = tf;
    this.#backend = backend;
    this.#constants = constants.map((node) => constantTensor(tf, node));
    this.#steps = operations.map((node) => ({
      op: node.op,
      attributes: [...node.attributes],
      reads: node.inputs.map(placeOf),
      writes: places.get(node) as number,
    }));
    this.#outputs = graph.outputs.map(placeOf);
    this.#passing = this.#steps.map(({ writes }) => writes).filter((place) => !this.#outputs.includes(place));
    this.#values = new Array<Tensor>(places.size);
    this.#constants.forEach((tensor, i) => {
      this.#values[graph.inputs.length + i] = tensor;
    });
  }

  /** Runs it. The caller disposes of the outputs. */
  run(inputs: readonly Tensor[]): Tensor[] {
    const values = this.#values;
    for (let i = 0; i < inputs.length; i++) values[i] = inputs[i];
    for (const { op, attributes, reads, writes } of this.#steps) {
      const read = reads.map((place) => values[place]);
      values[writes] = this.#backend.executeSingleOutput(op, attributes, read);
    }
    for (const place of this.#passing) this.#tf.dispose(values[place]);
    return this.#outputs.map((place) => values[place]);
  }

  /** Frees its constants. */
  dispose(): void {
    this.#tf.dispose([...this.#constants]);
  }
}

function constantTensor(tf: TensorFlow, { values, shapes, dtype }: GraphNode): Tensor {
  return tf.keep(tf.tensor(values as Float32Array, [...shapes[0]], dtype));
}

import type { Tensor, TensorFlow } from "../tensorflow.js";
import { type Edge, type GraphNode, orderedNodes } from "./graph.js";
import type { KernelAttribute, MadeTensor, NativeBackend } from "./native-backend.js";
import { type InputSpec, recordedGraph } from "./recording.js";
import { rewrittenGraph } from "./rewrites.js";

/** An operation that is to be run: places of what it reads, and of its one output, among the values. */
interface Step {
  readonly op: string;
  readonly attributes: KernelAttribute[];
  readonly reads: readonly number[];
  /** TensorFlow's numbers of what it reads, written anew in every run. */
  readonly ids: number[];
  readonly writes: number;
}

/**
 * A function of tensors whose operations TensorFlow runs one after the other on the calling thread: recorded and rewritten as
 * for `CompiledFunction`, then nothing but its kernels is called, and what is made on the way never becomes a tensor here. What takes a few microseconds an operation is done before
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
  /** TensorFlow's numbers of tensors by place: inputs, constants, outputs of the steps. */
  readonly #ids: number[];

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
      ids: node.inputs.map(() => 0),
      writes: places.get(node) as number,
    }));
    this.#outputs = graph.outputs.map(placeOf);
    this.#passing = this.#steps.map(({ writes }) => writes).filter((place) => !this.#outputs.includes(place));
    this.#ids = [...graph.inputs.map(() => 0), ...backend.getInputTensorIds(this.#constants)];
  }

  /** Runs it. The caller disposes of the outputs. */
  run(inputs: readonly Tensor[]): Tensor[] {
    const backend = this.#backend;
    const { binding } = backend;
    const ids = this.#ids;
    const outputs = new Map<number, MadeTensor>();
    backend.getInputTensorIds(inputs).forEach((id, place) => {
      ids[place] = id;
    });
    for (const { op, attributes, reads, ids: read, writes } of this.#steps) {
      for (let i = 0; i < reads.length; i++) read[i] = ids[reads[i]];
      const [made] = binding.executeOp(op, attributes, read, 1);
      ids[writes] = made.id;
      if (this.#outputs.includes(writes)) outputs.set(writes, made);
    }
    for (const place of this.#passing) binding.deleteTensor(ids[place]);
    return this.#outputs.map((place) => backend.createOutputTensor(outputs.get(place) as MadeTensor));
  }

  /** Frees its constants. */
  dispose(): void {
    this.#tf.dispose([...this.#constants]);
  }
}

function constantTensor(tf: TensorFlow, { values, shapes, dtype }: GraphNode): Tensor {
  return tf.keep(tf.tensor(values as Float32Array, [...shapes[0]], dtype));
}

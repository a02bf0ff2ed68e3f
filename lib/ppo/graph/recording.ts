import type { Tensor, TensorFlow } from "../tensorflow.js";
import type { Edge, Graph, GraphNode } from "./graph.js";
import type { KernelAttribute, NativeBackend } from "./native-backend.js";

/** An input of a function that is recorded. */
export interface InputSpec {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

/**
 * The graph of a function: it is run once, on zeros, and every operation that the native backend executes meanwhile is
 * written down, gradients included. Whatever else it makes (scalars, shapes) becomes a constant, so it must not read its
 * inputs' values.
 */
export function recordedGraph(
  tf: TensorFlow,
  backend: NativeBackend,
  inputs: readonly InputSpec[],
  compute: (...inputs: Tensor[]) => readonly Tensor[],
): Graph {
  const edges = new Map<object, Edge>();
  const recorder = new Recorder(backend, edges);
  let graph: Graph | undefined;
  tf.tidy(() => {
    const tensors = inputs.map(({ shape, dtype }) => tf.zeros([...shape], dtype));
    const placeholders = tensors.map((tensor) => {
      const node = leaf("Placeholder", tensor);
      edges.set(tensor.dataId, { node, output: 0 });
      return node;
    });
    const stop = recorder.start();
    try {
      const outputs = compute(...tensors);
      graph = { inputs: placeholders, outputs: outputs.map((tensor) => recorder.edge(tensor)) };
    } finally {
      stop();
    }
  });
  return graph as unknown as Graph;
}

/** Stands between TensorFlow and its backend for a while. */
class Recorder {
  constructor(
    readonly backend: NativeBackend,
    /** By the tensors' data. */
    readonly edges: Map<object, Edge>,
  ) {}

  /** Starts to record; the result ends it. */
  start(): () => void {
    const { backend } = this;
    const single = backend.executeSingleOutput;
    const multiple = backend.executeMultipleOutputs;
    backend.executeSingleOutput = (op, attributes, inputs) => {
      const output = single.call(backend, op, attributes, inputs);
      this.#note(op, attributes, inputs, [output]);
      return output;
    };
    backend.executeMultipleOutputs = (op, attributes, inputs, count) => {
      const outputs = multiple.call(backend, op, attributes, inputs, count);
      this.#note(op, attributes, inputs, outputs);
      return outputs;
    };
    return () => {
      backend.executeSingleOutput = single;
      backend.executeMultipleOutputs = multiple;
    };
  }

  /** Where a tensor comes from. */
  edge(tensor: Tensor): Edge {
    const known = this.edges.get(tensor.dataId);
    if (known !== undefined) return known;
    const values = tensor.dataSync() as Float32Array | Int32Array | Uint8Array;
    const edge = { node: { ...leaf("Const", tensor), values: values.slice() }, output: 0 };
    this.edges.set(tensor.dataId, edge);
    return edge;
  }

  #note(
    op: string,
    attributes: readonly KernelAttribute[],
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ): void {
    const node: GraphNode = {
      op,
      attributes: [...attributes],
      inputs: inputs.map((input) => this.edge(input)),
      shapes: outputs.map(({ shape }) => shape),
      dtype: outputs[0].dtype as GraphNode["dtype"],
    };
    outputs.forEach(({ dataId }, output) => {
      this.edges.set(dataId, { node, output });
    });
  }
}

function leaf(op: string, { shape, dtype }: Tensor): GraphNode {
  return { op, inputs: [], attributes: [], shapes: [shape], dtype: dtype as GraphNode["dtype"] };
}

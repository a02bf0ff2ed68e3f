import type { Tensor, TensorFlow } from "../tensorflow.js";

/** An attribute of a TensorFlow operation as the native backend is told it; `type` is one of `AttributeType`. */
export interface KernelAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** TF_AttrType of TensorFlow's C interface. */
export const AttributeType = Object.freeze({ string: 0, int: 1, float: 2, bool: 3, type: 4 });

/** TF_DataType, which is also the DataType of graph files. */
export const DataType = Object.freeze({ float32: 1, int32: 3, bool: 10 });

/** What TensorFlow says of a tensor that an operation made. */
export interface MadeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** TensorFlow itself, which knows tensors by number. */
export interface NativeBinding {
  executeOp(op: string, attributes: KernelAttribute[], inputs: number[], outputs: number): MadeTensor[];
  deleteTensor(id: number): void;
}

/** What is used of the native backend: every operation goes through two of its methods, and it runs SavedModels. */
export interface NativeBackend {
  readonly binding: NativeBinding;
  /** TensorFlow's numbers of tensors. */
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  /** Takes in what TensorFlow has made. */
  createOutputTensor(made: MadeTensor): Tensor;
  executeSingleOutput(op: string, attributes: KernelAttribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: KernelAttribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
  /** Loads the graph of a folder into a session of its own. */
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly Tensor[],
    inputNames: readonly { readonly name: string }[],
    outputNames: readonly string[],
  ): Tensor[];
  deleteSavedModel(session: number): void;
}

/** The native backend, where TensorFlow runs on it. */
export function nativeBackend(tf: TensorFlow): NativeBackend | undefined {
  return tf.getBackend() === "tensorflow" ? (tf.backend() as unknown as NativeBackend) : undefined;
}

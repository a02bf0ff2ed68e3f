import type * as core from "@tensorflow/tfjs-core";

/** What is used of TensorFlow: the same names natively and in WebAssembly. */
export type TensorFlow = typeof core;
export type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

let loading: Promise<TensorFlow> | undefined;

/**
 * TensorFlow: the native library, else WebAssembly with a warning on standard error (about 1.5 times slower at minibatches of
 * 64, 18 times at 8,192). Loaded at the first call, which takes half a second.
 * @example
 * const tf = await ppo.loadTensorFlow();
 * tf.sum(tf.tensor1d([1, 2])).dataSync(); // -> [3]
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TensorFlow> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // its greetings don't belong on standard error
  process.env.TF_NUM_INTRAOP_THREADS ??= "1"; // matrices here are small: sharing one out costs more than it saves
  try {
    const native = await import("@tensorflow/tfjs-node");
    await native.ready();
    return native as unknown as TensorFlow;
  } catch (error) {
    const [reason] = String((error as Error).message).split("\n");
    process.stderr.write(
      `TensorFlow's native library can't be loaded (${reason}): training in WebAssembly, slower\n`,
    );
    const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
    // The whole of it: the core alone can't differentiate.
    const portable = await import("@tensorflow/tfjs");
    setThreadsCount(1);
    await portable.setBackend("wasm");
    await portable.ready();
    return portable as unknown as TensorFlow;
  }
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor, TensorFlow } from "../tensorflow.js";
import type { NativeBackend } from "./native-backend.js";
import { type InputSpec, recordedGraph } from "./recording.js";
import { rewrittenGraph } from "./rewrites.js";
import { GRAPH_TAG, type GraphNames, savedModel } from "./saved-model.js";

/**
 * A function of tensors as one TensorFlow graph: recorded once, then run by TensorFlow itself in one call, which fuses and
 * schedules its operations over the cores. Shapes are fixed.
 */
export class CompiledFunction {
  readonly #backend: NativeBackend;
  readonly #session: number;
  readonly #inputs: readonly { readonly name: string }[];
  readonly #names: GraphNames;

  constructor(
    tf: TensorFlow,
    backend: NativeBackend,
    inputs: readonly InputSpec[],
    compute: (...inputs: Tensor[]) => readonly Tensor[],
  ) {
    const { bytes, names } = savedModel(rewrittenGraph(recordedGraph(tf, backend, inputs, compute)));
    this.#backend = backend;
    this.#names = names;
    this.#inputs = names.inputs.map((name) => ({ name }));
    this.#session = loadedSession(backend, bytes);
  }

  /** Runs it. The caller disposes of the outputs. */
  run(inputs: readonly Tensor[]): Tensor[] {
    return this.#backend.runSavedModel(this.#session, inputs, this.#inputs, this.#names.outputs);
  }

  /** Frees the graph's session. */
  dispose(): void {
    this.#backend.deleteSavedModel(this.#session);
  }
}

/** Graphs are loaded from folders only; the folder is gone when this returns. */
function loadedSession(backend: NativeBackend, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    return backend.loadSavedModelMetaGraph(folder, GRAPH_TAG);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

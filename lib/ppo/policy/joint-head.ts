import type { Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { Head, HeadOutputs, Outputs } from "./contract.js";

/**
 * Two heads side by side, independent of each other given the observation: the first reads the first outputs and makes the first
 * numbers of an action vector, the second the others. ln p, H and KL are the sums of theirs; how wide it explores is what the first
 * tells of itself.
 * @example
 * const head = ppo.jointHead(ppo.gaussianBox(5), ppo.categorical(3));
 * [head.actionLength, head.outputLength]; // -> [6, 8]
 */
export function jointHead(first: Head, second: Head): Head {
  const actionLength = first.actionLength + second.actionLength;
  const outputLength = first.outputLength + second.outputLength;
  const parts = [
    new HeadPart(first, { actionLength, actionFrom: 0, outputLength, outputFrom: 0 }),
    new HeadPart(second, {
      actionLength,
      actionFrom: first.actionLength,
      outputLength,
      outputFrom: first.outputLength,
    }),
  ];
  return {
    actionLength,
    outputLength,
    parameters: [...first.parameters, ...second.parameters],
    sample(parameters, outputs, rows, random, actions, logProbabilities) {
      logProbabilities.fill(0, 0, rows);
      for (const part of parts) {
        const own = part.scratch(rows);
        part.head.sample(parameters, part.outputs(outputs, rows), rows, random, own.actions, own.logs);
        part.writeActions(actions, rows);
        for (let row = 0; row < rows; row++) logProbabilities[row] += own.logs[row];
      }
    },
    mode(outputs, rows, actions) {
      for (const part of parts) {
        part.head.mode(part.outputs(outputs, rows), rows, part.scratch(rows).actions);
        part.writeActions(actions, rows);
      }
    },
    logProbabilities(tf, parameters, outputs, actions) {
      const [one, other] = parts.map((part) =>
        part.head.logProbabilities(
          tf,
          parameters,
          part.outputTensor(tf, outputs),
          part.actionTensor(tf, actions),
        ),
      );
      return tf.add(one, other) as Tensor1D;
    },
    entropies(tf, parameters, outputs) {
      const [one, other] = parts.map((part) =>
        part.head.entropies(tf, parameters, part.outputTensor(tf, outputs)),
      );
      return tf.add(one, other) as Tensor1D;
    },
    divergence(p, q, rows) {
      return parts.reduce((sum, part) => {
        const own = ({ parameters, outputs }: HeadOutputs) => ({
          parameters,
          outputs: part.outputs(outputs, rows).slice(),
        });
        return sum + part.head.divergence(own(p), own(q), rows);
      }, 0);
    },
    exploration: (parameters) => first.exploration(parameters),
  };
}

/** Where a head's columns lie in the outputs and action vectors of all. */
interface Columns {
  readonly actionLength: number;
  readonly actionFrom: number;
  readonly outputLength: number;
  readonly outputFrom: number;
}

/** One of the heads, with arrays of its own columns that each call overwrites. */
class HeadPart {
  #outputs = new Float64Array(0);
  #scratch = { actions: new Float32Array(0), logs: new Float64Array(0) };

  constructor(
    readonly head: Head,
    readonly columns: Columns,
  ) {}

  /** Room for its own actions and their log probabilities. */
  scratch(rows: number): { readonly actions: Float32Array; readonly logs: Float64Array } {
    if (this.#scratch.logs.length < rows)
      this.#scratch = {
        actions: new Float32Array(rows * this.head.actionLength),
        logs: new Float64Array(rows),
      };
    return this.#scratch;
  }

  /** Its columns of the outputs. */
  outputs(outputs: Outputs, rows: number): Float64Array {
    const { outputLength, outputFrom } = this.columns;
    const { outputLength: own } = this.head;
    if (this.#outputs.length < rows * own) this.#outputs = new Float64Array(rows * own);
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < own; i++)
        this.#outputs[row * own + i] = outputs[row * outputLength + outputFrom + i];
    return this.#outputs;
  }

  /** Writes its own actions into those of all. */
  writeActions(actions: Float32Array, rows: number): void {
    const { actionLength, actionFrom } = this.columns;
    const { actionLength: own } = this.head;
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < own; i++)
        actions[row * actionLength + actionFrom + i] = this.#scratch.actions[row * own + i];
  }

  outputTensor(tf: TensorFlow, outputs: Tensor2D): Tensor2D {
    return tf.slice(outputs, [0, this.columns.outputFrom], [outputs.shape[0], this.head.outputLength]);
  }

  actionTensor(tf: TensorFlow, actions: Tensor2D): Tensor2D {
    return tf.slice(actions, [0, this.columns.actionFrom], [actions.shape[0], this.head.actionLength]);
  }
}

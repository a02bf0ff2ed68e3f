import { requireInteger } from "../../check/index.js";
import type { Head, Outputs } from "./contract.js";

/**
 * A choice among n, an action vector of one number c = 0, 1, ..., n - 1. The network's outputs z are logarithms of probabilities
 * but for a constant:
 *
 *   ln p_c = z_c - ln sum over j of exp z_j,   H = -sum of p_c ln p_c,   KL(p, q) = sum of p_c (ln p_c - ln q_c)
 *
 * Without noise it takes the likeliest, of several the first. It has no parameters: what it explores by is the entropy.
 * @param choices n, 2 or more.
 * @example
 * const head = ppo.categorical(3);
 * [head.actionLength, head.outputLength]; // -> [1, 3]
 * const choice = new Float32Array(1);
 * head.mode(Float64Array.of(0.1, 0.7, 0.2), 1, choice);
 * choice; // -> [1]
 */
export function categorical(choices: number): Head {
  requireInteger("choices", choices, 2);
  const logs = new Float64Array(choices);
  const others = new Float64Array(choices);
  return {
    actionLength: 1,
    outputLength: choices,
    parameters: [],
    sample(_, outputs, rows, random, actions, logProbabilities) {
      for (let row = 0; row < rows; row++) {
        writeLogSoftmax(outputs, row * choices, logs);
        let left = random.uniform();
        let choice = 0;
        while (choice < choices - 1 && left >= Math.exp(logs[choice])) left -= Math.exp(logs[choice++]);
        actions[row] = choice;
        logProbabilities[row] = logs[choice];
      }
    },
    mode(outputs, rows, actions) {
      for (let row = 0; row < rows; row++) {
        let best = 0;
        for (let c = 1; c < choices; c++)
          if (outputs[row * choices + c] > outputs[row * choices + best]) best = c;
        actions[row] = best;
      }
    },
    logProbabilities(tf, _, outputs, actions) {
      const chosen = tf.oneHot(tf.cast(tf.reshape(actions, [-1]), "int32"), choices);
      return tf.sum(tf.mul(tf.logSoftmax(outputs), chosen), 1);
    },
    entropies(tf, _, outputs) {
      const logSoftmax = tf.logSoftmax(outputs);
      return tf.neg(tf.sum(tf.mul(tf.exp(logSoftmax), logSoftmax), 1));
    },
    divergence(p, q, rows) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        writeLogSoftmax(p.outputs, row * choices, logs);
        writeLogSoftmax(q.outputs, row * choices, others);
        for (let c = 0; c < choices; c++) sum += Math.exp(logs[c]) * (logs[c] - others[c]);
      }
      return sum / rows;
    },
    exploration: () => 0,
  };
}

/** ln softmax of the outputs from `from` on; the largest is taken off first, so that nothing overflows. */
function writeLogSoftmax(outputs: Outputs, from: number, logs: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logs.length; c++) largest = Math.max(largest, outputs[from + c]);
  let total = 0;
  for (let c = 0; c < logs.length; c++) total += Math.exp(outputs[from + c] - largest);
  const shift = largest + Math.log(total);
  for (let c = 0; c < logs.length; c++) logs[c] = outputs[from + c] - shift;
}

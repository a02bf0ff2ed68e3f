import { requireInteger } from "../../check/index.js";
import type { Tensor2D } from "../tensorflow.js";
import type { Network } from "./contract.js";

/**
 * A network whose last C outputs have something added that the observation brings along: its last C numbers, as they stand. The network
 * itself sees the numbers before them only. So a policy begins with what its encoding takes for likely, and learns what to change.
 * @param offsets C.
 * @throws RangeError where the network has fewer outputs.
 * @example
 * const inner = ppo.mlp({ observationLength: 4, outputLength: 3, hidden: [8] });
 * const network = ppo.offsetNetwork(inner, 3);
 * const policy = new ppo.ActorCritic(network, ppo.categorical(3), 1);
 * const choice = new Float32Array(1);
 * policy.mode(Float32Array.of(0, 0, 0, 0, -2, -1, -3), 1, choice);
 * choice; // -> [1]
 */
export function offsetNetwork(inner: Network, offsets: number): Network {
  const { observationLength: seen, outputLength } = inner;
  requireInteger("offsets", offsets, 1, outputLength);
  const observationLength = seen + offsets;
  return {
    ...inner,
    observationLength,
    offsets,
    forward(tf, parameters, observations) {
      const rows = observations.shape[0];
      const shown = tf.slice(observations, [0, 0], [rows, seen]);
      const added = tf.slice(observations, [0, seen], [rows, offsets]);
      const { outputs, values } = inner.forward(tf, parameters, shown);
      const others = outputLength - offsets;
      const whole = others === 0 ? added : tf.concat([tf.zeros([rows, others]), added], 1);
      return { outputs: tf.add(outputs, whole) as Tensor2D, values };
    },
    plain(parameters) {
      const { outputs, values } = inner.plain(parameters);
      let shown = new Float32Array(0);
      const show = (observations: Float32Array, rows: number) => {
        if (shown.length < rows * seen) shown = new Float32Array(rows * seen);
        for (let row = 0; row < rows; row++)
          for (let i = 0; i < seen; i++) shown[row * seen + i] = observations[row * observationLength + i];
        return shown;
      };
      return {
        outputs(observations, rows) {
          const result = outputs(show(observations, rows), rows);
          for (let row = 0; row < rows; row++)
            for (let c = 0; c < offsets; c++)
              result[(row + 1) * outputLength - offsets + c] +=
                observations[row * observationLength + seen + c];
          return result;
        },
        values: (observations, rows) => values(show(observations, rows), rows),
      };
    },
  };
}

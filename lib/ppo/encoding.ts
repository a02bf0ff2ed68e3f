import { type Action, type Observation, writeupAction, writeupObservation } from "../cluster/index.js";

/** How a cluster looks to a policy, and what its action vectors mean. */
export interface Encoding {
  readonly observationLength: number;
  readonly actionLength: number;
  /** Writes the observation as a vector into `vector`, of that length. */
  observe(observation: Observation, vector: Float64Array): void;
  /** The action that a vector stands for. */
  action(vector: ArrayLike<number>): Action;
}

/**
 * The write-up's encoding of N containers: 6N + 1 numbers in, N + 1 out.
 * @param peakRate requests/s at the peak of the traffic.
 */
export function writeupEncoding({
  size,
  peakRate,
}: {
  readonly size: number;
  readonly peakRate: number;
}): Encoding {
  return paddedWriteupEncoding({ size, peakRate, slots: size });
}

/**
 * The write-up's encoding for one model of every size up to `slots`: each of the six blocks has a place for `slots`
 * containers, those beyond N show zeros, and their weights are ignored. With `slots` = N it is `writeupEncoding`.
 * @throws RangeError where the cluster has more containers than slots.
 */
export function paddedWriteupEncoding({
  size,
  peakRate,
  slots,
}: {
  readonly size: number;
  readonly peakRate: number;
  readonly slots: number;
}): Encoding {
  if (size > slots) throw new RangeError(`size must be at most the model's ${slots} slots, got ${size}`);
  const blocks = 6;
  const own = new Float64Array(blocks * size + 1);
  const actions = new Float64Array(size + 1);
  return {
    observationLength: blocks * slots + 1,
    actionLength: slots + 1,
    observe(observation, vector) {
      if (size === slots) {
        writeupObservation(observation, peakRate, vector);
        return;
      }
      writeupObservation(observation, peakRate, own);
      vector.fill(0);
      for (let block = 0; block < blocks; block++)
        for (let i = 0; i < size; i++) vector[block * slots + i] = own[block * size + i];
      vector[blocks * slots] = own[blocks * size];
    },
    action(vector) {
      for (let i = 0; i < size; i++) actions[i] = vector[i];
      actions[size] = vector[slots];
      return writeupAction(actions, size);
    },
  };
}

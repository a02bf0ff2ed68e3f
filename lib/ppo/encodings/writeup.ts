import { z } from "zod";
import { writeupAction, writeupObservation } from "../../cluster/index.js";
import type { Encoding, EncodingNeeds } from "../encoding.js";
import type { PartKind } from "../parts/registry.js";

/** `slots`: containers that the vectors have room for; null: as many as the cluster has. */
const SETTINGS = { slots: z.int().min(1).nullable().default(null) };

/** The write-up's encoding in a configuration. */
export const writeupEncodingKind: PartKind<EncodingNeeds, Encoding<undefined>, typeof SETTINGS> = {
  kind: "writeup",
  settings: SETTINGS,
  make: ({ slots }, { size, peakRate }) => paddedWriteupEncoding({ size, peakRate, slots: slots ?? size }),
};

/**
 * The write-up's encoding of N containers: 6N + 1 numbers in, N + 1 out.
 * @param peakRate requests/s at the peak of the traffic.
 * @example
 * const encoding = ppo.writeupEncoding({ size: 5, peakRate: 36 });
 * [encoding.observationLength, encoding.actionLength]; // -> [31, 6]
 * encoding.action([1, 1, 1, 1, 1, 0.9]).scale; // -> 1
 */
export function writeupEncoding({ size, peakRate }: EncodingNeeds): Encoding<undefined> {
  return paddedWriteupEncoding({ size, peakRate, slots: size });
}

/**
 * The write-up's encoding for one model of every size up to `slots`: each of the six blocks has a place for `slots`
 * containers, those beyond N show zeros, and their weights are ignored. With `slots` = N it is `writeupEncoding`.
 * @throws RangeError where the cluster has more containers than slots.
 * @example
 * const encoding = ppo.paddedWriteupEncoding({ size: 5, peakRate: 36, slots: 25 });
 * [encoding.observationLength, encoding.actionLength]; // -> [151, 26]
 * ppo.paddedWriteupEncoding({ size: 30, peakRate: 36, slots: 25 });
 * // throws RangeError: size must be at most the model's 25 slots, got 30
 */
export function paddedWriteupEncoding({
  size,
  peakRate,
  slots,
}: EncodingNeeds & { readonly slots: number }): Encoding<undefined> {
  if (size > slots) throw new RangeError(`size must be at most the model's ${slots} slots, got ${size}`);
  const blocks = 6;
  const own = new Float64Array(blocks * size + 1);
  const actions = new Float64Array(size + 1);
  return {
    observationLength: blocks * slots + 1,
    actionLength: slots + 1,
    start: () => undefined,
    observe(observation, _, vector) {
      if (size === slots) {
        writeupObservation(observation, peakRate, vector);
        return undefined;
      }
      writeupObservation(observation, peakRate, own);
      vector.fill(0);
      for (let block = 0; block < blocks; block++)
        for (let i = 0; i < size; i++) vector[block * slots + i] = own[block * size + i];
      vector[blocks * slots] = own[blocks * size];
      return undefined;
    },
    action(vector) {
      for (let i = 0; i < size; i++) actions[i] = vector[i];
      actions[size] = vector[slots];
      return writeupAction(actions, size);
    },
  };
}

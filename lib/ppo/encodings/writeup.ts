import { z } from "zod";
import {
  ContainerState,
  type Observation,
  runningCount,
  writeupObservation,
  writeupObservationLength,
  writeupWeights,
} from "../../cluster/index.js";
import type { Encoding, EncodingNeeds } from "../encoding.js";
import type { PartKind } from "../parts/registry.js";
import { SCALE_READINGS, scaleReading } from "./scale-reading.js";

/** What the write-up's encoding may be told; all of it left out, it is the write-up's. */
export interface WriteupEncodingOptions {
  /** Containers that the vectors have room for, N or more; default: as many as the cluster has. */
  readonly slots?: number | undefined;
  /**
   * How the last number of an action vector is read: by the write-up's thresholds (default), as the number of a scale command, or as
   * that of a target for the fleet.
   */
  readonly scale?: (typeof SCALE_READINGS)[number] | undefined;
  /** Two more blocks: 1 where a container is starting, and 1 where it is draining. */
  readonly starting?: boolean | undefined;
  /** One number more: the last scale command that wasn't hold, as a share of k, in -1 .. 1; its sign is what friction compares with. */
  readonly lastCommand?: boolean | undefined;
}

/** What is remembered of an episode. */
export interface WriteupMemory {
  /** The last scale command that wasn't hold; 0 before the first. */
  readonly lastCommand: number;
  /** Containers that were starting or ready when last seen. */
  readonly running: number;
}

/** `slots`: containers that the vectors have room for; null: as many as the cluster has. */
const SETTINGS = {
  slots: z.int().min(1).nullable().default(null),
  scale: z.enum(SCALE_READINGS).optional(),
  starting: z.boolean().optional(),
  lastCommand: z.boolean().optional(),
};

/** The write-up's encoding in a configuration. */
export const writeupEncodingKind: PartKind<EncodingNeeds, Encoding<WriteupMemory>, typeof SETTINGS> = {
  kind: "writeup",
  settings: SETTINGS,
  make: ({ slots, ...options }, needs) =>
    writeupEncoding({ ...needs, ...options, slots: slots ?? needs.size }),
};

/** It needs to know nothing of an episode. */
export type WriteupEncoding = Encoding<WriteupMemory> & { start(): WriteupMemory };

const NOTHING_SEEN: WriteupMemory = Object.freeze({ lastCommand: 0, running: 0 });

/**
 * The write-up's encoding of N containers: 6N + 1 numbers in, N + 1 out. With more `slots` than N it serves one model of every
 * size up to these: each block of the observation has a place for `slots` containers, those beyond N show zeros, and their weights
 * are ignored. Block after block comes first, then the arrival rate and what else there is of the cluster.
 * @param peakRate requests/s at the peak of the traffic.
 * @param largestScaleStep k; default 1.
 * @throws RangeError where the cluster has more containers than slots.
 * @example
 * const encoding = ppo.writeupEncoding({ size: 5, peakRate: 36 });
 * [encoding.observationLength, encoding.actionLength]; // -> [31, 6]
 * encoding.action([1, 1, 1, 1, 1, 0.9], encoding.start()).scale; // -> 1
 * const commands = ppo.writeupEncoding({ size: 5, peakRate: 36, scale: "command", starting: true, lastCommand: true });
 * [commands.observationLength, commands.choice?.count]; // -> [42, 3]
 * commands.action([1, 1, 1, 1, 1, 0], commands.start()).scale; // -> -1
 * ppo.writeupEncoding({ size: 30, peakRate: 36, slots: 25 });
 * // throws RangeError: size must be at most the model's 25 slots, got 30
 */
export function writeupEncoding(
  options: Omit<EncodingNeeds, "largestScaleStep"> & Partial<EncodingNeeds> & WriteupEncodingOptions,
): WriteupEncoding {
  const { size, peakRate, largestScaleStep = 1, slots = size } = options;
  const { scale = "thresholds", starting = false, lastCommand = false } = options;
  if (size > slots) throw new RangeError(`size must be at most the model's ${slots} slots, got ${size}`);
  const own = new Float64Array(writeupObservationLength(size));
  const blocks = WRITEUP_BLOCKS + (starting ? 2 : 0);
  const reading = scaleReading(scale, { size, largestScaleStep }, slots);
  const isRemembering = lastCommand || scale === "target";
  return {
    observationLength: blocks * slots + (lastCommand ? 2 : 1),
    layout: { containers: slots, blocks },
    actionLength: slots + 1,
    choice: reading.choice,
    start: () => NOTHING_SEEN,
    observe(observation, before, vector) {
      const after = isRemembering ? remembered(observation, before) : before;
      if (vector.length === own.length) {
        writeupObservation(observation, peakRate, vector);
        return after;
      }
      writeupObservation(observation, peakRate, own);
      vector.fill(0);
      for (let block = 0; block < WRITEUP_BLOCKS; block++)
        for (let i = 0; i < size; i++) vector[block * slots + i] = own[block * size + i];
      if (starting) writeStates(observation, vector, slots);
      vector[blocks * slots] = own[WRITEUP_BLOCKS * size];
      if (lastCommand) vector[blocks * slots + 1] = after.lastCommand / largestScaleStep;
      return after;
    },
    action(vector, { running }) {
      return { weights: writeupWeights(vector, size), scale: reading.command(vector[slots], running) };
    },
  };
}

/** Numbers of each container in the write-up's observation. */
const WRITEUP_BLOCKS = 6;

function remembered(observation: Observation, before: WriteupMemory): WriteupMemory {
  const { lastScale } = observation;
  return {
    lastCommand: lastScale === 0 ? before.lastCommand : lastScale,
    running: runningCount(observation),
  };
}

/** Two blocks behind the write-up's: which containers are starting, and which are draining. */
function writeStates({ size, state }: Observation, vector: Float64Array, slots: number): void {
  for (let i = 0; i < size; i++) {
    if (state[i] === ContainerState.starting) vector[WRITEUP_BLOCKS * slots + i] = 1;
    if (state[i] === ContainerState.draining) vector[(WRITEUP_BLOCKS + 1) * slots + i] = 1;
  }
}

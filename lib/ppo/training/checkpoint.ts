import { existsSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../../check/index.js";
import { readJsonFile, writeFileAtomically } from "../../files/index.js";
import type { TrainerState } from "../trainer.js";
import { type TrainingConfig, wholeTrainingConfig } from "./config.js";

/** A training run as it stands at the end of a segment. */
export interface Checkpoint {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly state: TrainerState;
}

const FORMAT = "fleetlab checkpoint 1";

/** Float32Arrays are kept exactly: base64 of their bytes, little-endian. */
const floats = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length % 4 !== 0) {
    context.addIssue("an array is cut off");
    return z.NEVER;
  }
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
});

const moments = z.strictObject({
  mean: z.array(z.number()),
  variance: z.array(z.number()),
  count: z.number(),
});

const checkpointSchema = z.strictObject({
  format: z.literal(FORMAT),
  config: z.unknown(),
  seed: z.int().min(0),
  state: z.strictObject({
    steps: z.int().min(0),
    parameters: floats,
    adam: z.strictObject({ first: floats, second: floats, steps: z.int().min(0) }),
    collector: z.strictObject({
      observationMoments: moments,
      rewardMoments: moments,
      episodeRewards: z.array(z.number()),
    }),
  }),
});

/** Writes a checkpoint; a reader sees the old one or the new one. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  const text = JSON.stringify({ format: FORMAT, ...checkpoint }, (_, value: unknown) =>
    value instanceof Float32Array ? floatsText(value) : value,
  );
  writeFileAtomically(file, `${text}\n`);
}

/** Reads a checkpoint. @throws InputError where the file is missing, cut off or something else. */
export function readCheckpoint(file: string): Checkpoint {
  if (!existsSync(file)) throw new InputError(`${file} isn't there: train the agent first`);
  const parsed = checkpointSchema.safeParse(readJsonFile(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InputError(
      `${file}, ${issue?.path.join(".") || "top level"}: ${issue?.message}: it isn't a checkpoint of this version`,
    );
  }
  const { seed, state } = parsed.data;
  return { config: wholeTrainingConfig(parsed.data.config, file), seed, state };
}

function floatsText(values: Float32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, 4 * i);
  });
  return bytes.toString("base64");
}

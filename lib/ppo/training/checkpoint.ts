import { existsSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../../check/index.js";
import { readJsonFile, writeFileAtomically } from "../../files/index.js";
import type { TrainerState } from "../trainer.js";
import { type TrainingConfig, wholeTrainingConfig } from "./config.js";
import { floats, jsonWithFloats, moments } from "./floats.js";

/** A training run as it stands at the end of a segment. */
export interface Checkpoint {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly state: TrainerState;
}

const FORMAT = "fleetlab checkpoint 1";

const schema = z.strictObject({
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
  writeFileAtomically(file, jsonWithFloats({ format: FORMAT, ...checkpoint }));
}

/** Reads a checkpoint. @throws InputError where the file is missing, cut off or something else. */
export function readCheckpoint(file: string): Checkpoint {
  const { seed, state, config } = readSchema(file, schema, "a checkpoint of this version");
  return { config: wholeTrainingConfig(config, file), seed, state };
}

/** The JSON of `file` by a schema. @throws InputError where the file is missing, cut off or isn't `what`. */
export function readSchema<T extends z.ZodType>(file: string, expected: T, what: string): z.output<T> {
  if (!existsSync(file)) throw new InputError(`${file} isn't there: train the agent first`);
  const parsed = expected.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(
    `${file}, ${issue?.path.join(".") || "top level"}: ${issue?.message}: it isn't ${what}`,
  );
}

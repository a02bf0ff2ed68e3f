import { existsSync } from "node:fs";
import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
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

const FORMAT = "fleetlab checkpoint 2";

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

/** What a checkpoint's file is. */
const CHECKPOINT: FileKind = {
  format: FORMAT,
  remedy: "move its folder away and train anew, or go on with the version that wrote it",
};

/**
 * Writes a checkpoint; a reader sees the old one or the new one.
 * @example
 * const preset = ppo.trainingPreset("ppo-writeup");
 * const changes = { sizes: [5], steps: 64, ppo: { rolloutSteps: 32, minibatch: 32 } };
 * const checkpoint = await ppo.train({ config: ppo.trainingConfig(changes, preset), seed: 1 });
 * ppo.writeCheckpoint("kept.json", checkpoint);
 * ppo.readCheckpoint("kept.json").state.steps; // -> 64
 */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  writeFileAtomically(file, jsonWithFloats({ format: FORMAT, ...checkpoint }));
}

/**
 * Reads a checkpoint. @throws InputError where the file is missing, cut off or something else.
 * @example
 * ppo.readCheckpoint("absent.json"); // throws InputError: absent.json isn't there: train the agent first
 */
export function readCheckpoint(file: string): Checkpoint {
  const { seed, state, config } = readSchema(file, schema, CHECKPOINT);
  return { config: wholeTrainingConfig(config, file), seed, state };
}

/** A kind of file: the name and number that its `format` holds, and what the user does with one of another number. */
export interface FileKind {
  /** For instance "fleetlab agent 2". */
  readonly format: string;
  /** For instance "train the agent again". */
  readonly remedy: string;
}

/**
 * The JSON of `file` by a schema.
 * @throws InputError where the file is missing, cut off, something else, or of another version of its format.
 */
export function readSchema<T extends z.ZodType>(
  file: string,
  expected: T,
  { format, remedy }: FileKind,
): z.output<T> {
  if (!existsSync(file)) throw new InputError(`${file} isn't there: train the agent first`);
  const content = readJsonFile(file);
  const found = (content as { readonly format?: unknown } | null)?.format;
  const kind = format.replace(/\d+$/, "");
  if (typeof found === "string" && found !== format && found.startsWith(kind))
    throw new InputError(`${file} is a "${found}", this version reads "${format}": ${remedy}`);
  return bySchema(expected, content, file, `it isn't a "${format}"`);
}

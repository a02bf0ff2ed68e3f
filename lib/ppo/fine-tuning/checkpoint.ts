import { z } from "zod";
import { writeFileAtomically } from "../../files/index.js";
import { type FileKind, readSchema } from "../training/checkpoint.js";
import { floats, jsonWithFloats, moments } from "../training/floats.js";
import { type FineTuningConfig, wholeFineTuningConfig } from "./config.js";
import type { FineTunerState } from "./fine-tuner.js";
import { growingRolloutState } from "./growing-rollout.js";
import { type TakeOver, takeOver } from "./guard.js";
import { type StepSumsState, stepSumsState } from "./step-sums.js";

/** A run of phase 2 between two control steps. */
export interface FineTuningCheckpoint {
  readonly config: FineTuningConfig;
  readonly seed: number;
  /** Hash of the policy that it started from, so that it isn't taken up from another. */
  readonly start: string;
  /** Hash of the cluster's spec, so that it isn't taken up on another. */
  readonly spec: string;
  /** Control steps of the cluster, those under a rule included. */
  readonly clusterSteps: number;
  /** Episodes begun. */
  readonly episodes: number;
  readonly takeOvers: readonly TakeOver[];
  /** Kinds of clusters it has played on, in order of first use. */
  readonly clusters: readonly string[];
  /** Of the steps since the last update. */
  readonly sums: StepSumsState;
  readonly state: FineTunerState;
}

const FORMAT = "fleetlab fine-tuning 2";

const schema = z.strictObject({
  format: z.literal(FORMAT),
  config: z.unknown(),
  seed: z.int().min(0),
  start: z.string(),
  spec: z.string(),
  clusterSteps: z.int().min(0),
  episodes: z.int().min(0),
  takeOvers: z.array(takeOver),
  clusters: z.array(z.string()),
  sums: stepSumsState,
  state: z.strictObject({
    updates: z.int().min(0),
    parameters: floats,
    adam: z.strictObject({ first: floats, second: floats, steps: z.int().min(0) }),
    observationMoments: moments,
    rewardMoments: moments,
    rollout: growingRolloutState,
    noise: z.array(z.number()),
    shuffling: z.array(z.number()),
  }),
});

/** What its file is. */
const CHECKPOINT: FileKind = {
  format: FORMAT,
  remedy: "move its folder away and begin anew, or go on with the version that wrote it",
};

/** Writes a checkpoint; a reader sees the old one or the new one. */
export function writeFineTuningCheckpoint(file: string, checkpoint: FineTuningCheckpoint): void {
  writeFileAtomically(file, jsonWithFloats({ format: FORMAT, ...checkpoint }));
}

/** Reads a checkpoint. @throws InputError where the file is missing, cut off or something else. */
export function readFineTuningCheckpoint(file: string): FineTuningCheckpoint {
  const { format: _, config, ...rest } = readSchema(file, schema, CHECKPOINT);
  return { ...rest, config: wholeFineTuningConfig(config, file) };
}

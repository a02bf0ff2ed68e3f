import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../../files/index.js";
import type { MomentsState } from "../running-moments.js";
import { type Checkpoint, readSchema } from "./checkpoint.js";
import { type TrainingConfig, wholeTrainingConfig } from "./config.js";
import { floats, jsonWithFloats, moments } from "./floats.js";

/** What is left of a training run when it has served: the policy, and how it came about. */
export interface TrainedPolicy {
  readonly config: TrainingConfig;
  readonly seed: number;
  /** Environment steps it was trained for. */
  readonly steps: number;
  readonly parameters: Float32Array;
  readonly observationMoments: MomentsState;
}

const FORMAT = "fleetlab agent 1";

const schema = z.strictObject({
  format: z.literal(FORMAT),
  config: z.unknown(),
  seed: z.int().min(0),
  steps: z.int().min(0),
  parameters: floats,
  observationMoments: moments,
});

/** The policy of a checkpoint. */
export function trainedPolicy({ config, seed, state }: Checkpoint): TrainedPolicy {
  const { steps, parameters, collector } = state;
  return { config, seed, steps, parameters, observationMoments: collector.observationMoments };
}

/** Writes an agent's file. */
export function writeAgent(file: string, policy: TrainedPolicy): void {
  writeFileAtomically(file, jsonWithFloats({ format: FORMAT, ...policy }));
}

/** Reads an agent's file. @throws InputError where it is missing, cut off or something else. */
export function readAgent(file: string): TrainedPolicy {
  const { format: _, config, ...rest } = readSchema(file, schema, "an agent of this version");
  return { ...rest, config: wholeTrainingConfig(config, file) };
}

/** What tells a training run apart. */
type RunIdentity = Pick<TrainingConfig, "agent" | "sizes"> & { readonly cluster: string };

/** Name of a training run among those of its agent and cluster: `n10-seed1`, or n5-10-... for more sizes. */
export function runName({ sizes }: Pick<TrainingConfig, "sizes">, seed: number): string {
  return `n${sizes.join("-")}-seed${seed}`;
}

/** The folder of a training run under `folder`: `train/<agent>/<cluster>/n10-seed1`. */
export function runFolder(folder: string, run: RunIdentity, seed: number): string {
  return join(folder, "train", run.agent, run.cluster, runName(run, seed));
}

/** Where the agent of a configuration and seed is kept under `folder`: `<agent>/<cluster>/n10-seed1.json`. */
export function agentFile(folder: string, run: RunIdentity, seed: number): string {
  return join(folder, run.agent, run.cluster, `${runName(run, seed)}.json`);
}

import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../../files/index.js";
import { type FineTuningConfig, wholeFineTuningConfig } from "../fine-tuning/config.js";
import { type TakeOver, takeOver } from "../fine-tuning/guard.js";
import type { MomentsState } from "../running-moments.js";
import { type Checkpoint, type FileKind, readSchema } from "./checkpoint.js";
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
  /** What its rewards were normalised by; files of before phase 2 lack it. */
  readonly rewardMoments?: MomentsState | undefined;
  /** Phase 2, where it had one; all else is as phase 1 had it. */
  readonly fineTuning?: FineTuningRecord | undefined;
}

/** How a policy of phase 1 went on learning. */
export interface FineTuningRecord {
  /** Kinds of clusters, in order of first use: "docker". */
  readonly clusters: readonly string[];
  /** Hash of the spec of them all. */
  readonly spec: string;
  readonly config: FineTuningConfig;
  readonly seed: number;
  /** Control steps it learned from, and those of the cluster. */
  readonly steps: number;
  readonly clusterSteps: number;
  readonly takeOvers: readonly TakeOver[];
}

const FORMAT = "fleetlab agent 2";

const schema = z.strictObject({
  format: z.literal(FORMAT),
  config: z.unknown(),
  seed: z.int().min(0),
  steps: z.int().min(0),
  parameters: floats,
  observationMoments: moments,
  rewardMoments: moments.optional(),
  fineTuning: z
    .strictObject({
      clusters: z.array(z.string()).min(1),
      spec: z.string(),
      config: z.unknown(),
      seed: z.int().min(0),
      steps: z.int().min(0),
      clusterSteps: z.int().min(0),
      takeOvers: z.array(takeOver),
    })
    .optional(),
});

/** What an agent's file is. */
const AGENT: FileKind = {
  format: FORMAT,
  remedy: "train the agent again, or use the version that wrote it",
};

/**
 * The policy of a checkpoint.
 * @example
 * // needs a checkpoint
 * ppo.trainedPolicy(ppo.readCheckpoint("checkpoint.json")).steps; // -> 1_000_000
 */
export function trainedPolicy({ config, seed, state }: Checkpoint): TrainedPolicy {
  const { steps, parameters, collector } = state;
  const { observationMoments, rewardMoments } = collector;
  return { config, seed, steps, parameters, observationMoments, rewardMoments };
}

/**
 * Writes an agent's file.
 * @example
 * // needs a checkpoint
 * ppo.writeAgent("agent.json", ppo.trainedPolicy(ppo.readCheckpoint("checkpoint.json")));
 */
export function writeAgent(file: string, policy: TrainedPolicy): void {
  writeFileAtomically(file, jsonWithFloats({ format: FORMAT, ...policy }));
}

/**
 * Reads an agent's file. @throws InputError where it is missing, cut off or something else.
 * @example
 * ppo.readAgent("agent.json"); // throws InputError: agent.json isn't there: train the agent first
 */
export function readAgent(file: string): TrainedPolicy {
  const { format: _, config, fineTuning, ...rest } = readSchema(file, schema, AGENT);
  return {
    ...rest,
    config: wholeTrainingConfig(config, file),
    ...(fineTuning && {
      fineTuning: { ...fineTuning, config: wholeFineTuningConfig(fineTuning.config, `${file}, fineTuning`) },
    }),
  };
}

/** What tells a training run apart. */
type RunIdentity = Pick<TrainingConfig, "agent" | "sizes"> & { readonly cluster: string };

/**
 * Name of a training run among those of its agent and cluster: `n10-seed1`, or n5-10-... for more sizes.
 * @example
 * ppo.runName({ sizes: [5, 10] }, 3); // -> "n5-10-seed3"
 */
export function runName({ sizes }: Pick<TrainingConfig, "sizes">, seed: number): string {
  return `n${sizes.join("-")}-seed${seed}`;
}

/**
 * The folder of a training run under `folder`: `train/<agent>/<cluster>/n10-seed1`.
 * @example
 * ppo.runFolder("build", ppo.trainingPreset("ppo-writeup"), 1); // -> "build/train/ppo-writeup/writeup/n10-seed1"
 */
export function runFolder(folder: string, run: RunIdentity, seed: number): string {
  return join(folder, "train", run.agent, run.cluster, runName(run, seed));
}

/**
 * Where the agent of a configuration and seed is kept under `folder`: `<agent>/<cluster>/n10-seed1.json`.
 * @example
 * const config = ppo.trainingPreset("ppo-writeup");
 * ppo.agentFile("agents", config, 1); // -> "agents/ppo-writeup/writeup/n10-seed1.json"
 */
export function agentFile(folder: string, run: RunIdentity, seed: number): string {
  return join(folder, run.agent, run.cluster, `${runName(run, seed)}.json`);
}

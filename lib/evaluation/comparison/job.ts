import { existsSync, rmSync } from "node:fs";
import {
  checkpointFile,
  configuredReward,
  logFile,
  readAgent,
  readLog,
  type TrainedPolicy,
  type TrainingConfig,
  train,
  trainedAgent,
  trainedPolicy,
  trainingWorld,
  writeAgent,
} from "../../ppo/index.js";
import type { JobContext } from "../../processes/index.js";
import { type MeasuredReference, measureReference } from "./measure-reference.js";
import { evaluationSteps, measureRun } from "./measure-run.js";
import { type CurvePoint, stored } from "./measures.js";
import type { EvaluationExtent } from "./plan.js";
import type { ReferencePoint } from "./reference.js";
import { type FinishedRun, type RunFolder, writeFinished, writeReference } from "./run-folder.js";

/** A run that another process trains and measures. */
export interface RunOrder {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly evaluation: EvaluationExtent;
  readonly place: RunFolder;
}

/** Trains a run, or goes on with it, and measures it; what it tells are the steps done of `orderSteps`. */
export async function compareJob(
  { config, seed, evaluation, place }: RunOrder,
  { signal, tell }: JobContext,
): Promise<FinishedRun> {
  const policy = existsSync(place.agentFile)
    ? readAgent(place.agentFile)
    : await trained({ config, seed, place }, signal, tell);
  const measures = await measureRun({
    controller: trainedAgent(policy, { isSampled: evaluation.isSampled }),
    world: trainingWorld(config),
    size: config.sizes[0],
    reward: configuredReward(config),
    evaluation,
    signal,
    onSteps: (steps) => tell(config.steps + steps),
  });
  const run = { measures, curve: curveOf(place) };
  writeFinished(place, run);
  return run;
}

/** A reference that another process measures. */
export interface ReferenceOrder extends MeasuredReference {
  /** Where its points are kept. */
  readonly file: string;
}

/** Measures a reference; what it tells are the steps done of `referenceSteps`. */
export async function referenceJob(
  { file, ...order }: ReferenceOrder,
  context: JobContext,
): Promise<readonly ReferencePoint[]> {
  const points = await measureReference(order, context);
  writeReference(file, points);
  return points;
}

/** Steps of a run in all: those of its training and of its episodes. */
export function orderSteps({ config, evaluation }: RunOrder): number {
  return config.steps + evaluationSteps(evaluation);
}

async function trained(
  {
    config,
    seed,
    place: { folder, agentFile },
  }: Pick<RunOrder, "seed" | "place"> & { readonly config: TrainingConfig },
  signal: AbortSignal,
  tell: (steps: number) => void,
): Promise<TrainedPolicy> {
  const onProgress = ({ steps }: { readonly steps: number }) => tell(Math.min(steps, config.steps));
  const policy = trainedPolicy(await train({ config, seed, folder, signal, onProgress }));
  writeAgent(agentFile, policy);
  rmSync(checkpointFile(folder));
  return policy;
}

function curveOf({ folder }: RunFolder): readonly CurvePoint[] {
  return readLog(logFile(folder)).map(({ steps, stepReward, exploration, environment }) => {
    const { commandRate, churnRate, fleetShare } = environment;
    return stored({ steps, stepReward, exploration, commandRate, churnRate, fleetShare } as CurvePoint);
  });
}

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stableJson } from "../../../data/index.js";
import {
  evaluationSeed,
  LargestShare,
  type MeasureContext,
  type RecordTable,
  recordMetrics,
  runEpisode,
} from "../../../evaluation/index.js";
import { sha256 } from "../../../files/index.js";
import {
  configuredReward,
  type LogLine,
  restoredPolicy,
  type TrainedPolicy,
  type TrainingConfig,
  trainedAgent,
  trainedPolicy,
  trainingWorld,
} from "../../../ppo/index.js";
import type { TrainedMeasures } from "./columns.js";
import { ScaleWatch } from "./scale-watch.js";
import { trainedPart } from "./training-part.js";

/** What a trained agent is measured on: episodes of one workload, the same requests for every agent. */
export interface EvaluationExtent {
  readonly workload: string;
  readonly runs: number;
  /** Control steps of an episode. */
  readonly steps: number;
}

/** A training run and what its agent is measured on. */
export interface TrainedCell {
  readonly config: TrainingConfig;
  readonly training_seed: number;
  readonly evaluation: EvaluationExtent;
}

/** Shares of a training run up to which a row tells of it, beside the beginning. */
const TOLD_SHARES = [0.2, 0.4, 0.6, 0.8, 1];
const SEED = 1;

/**
 * Trains an agent and measures it at once: a row for each part of its training, one for its actions without noise, one for actions
 * drawn as in training. Its checkpoint is not kept.
 */
export async function measureTrained(
  { config, training_seed: seed, evaluation }: TrainedCell,
  context: MeasureContext,
): Promise<readonly TrainedMeasures[]> {
  const { workDir, part, signal } = context;
  const name = sha256(stableJson([config, seed])).slice(0, 16);
  const folder = workDir === "" ? undefined : join(workDir, "trained", name);
  const isWhole = folder === undefined || !existsSync(folder);
  const before = process.cpuUsage();
  const { lines, checkpoint } = await trainedPart({ ...context, config, seed, folder });
  const spent = process.cpuUsage(before);
  if (checkpoint === undefined) return lines.map(trainingRow);
  const policy = trainedPolicy(checkpoint);
  const seconds = isWhole && part === 1 ? (spent.user + spent.system) / 1e6 : Number.NaN;
  const rows = [
    ...toldLines(lines, config.steps).map(trainingRow),
    { ...(await played(policy, evaluation, false, signal)), cpu_seconds: seconds },
    await played(policy, evaluation, true, signal),
  ];
  if (folder !== undefined) rmSync(folder, { recursive: true });
  return rows;
}

/** The first line, which a part of a run has as well, and the first at or behind each told share. */
function toldLines(lines: readonly LogLine[], total: number): readonly LogLine[] {
  const told = TOLD_SHARES.map((share) => lines.find(({ steps }) => steps >= share * total) ?? lines.at(-1));
  return [...new Set([lines[0], ...told])].filter((line) => line !== undefined);
}

const NOT_MEASURED = {
  sla_violation_rate: Number.NaN,
  error_rate: Number.NaN,
  users_per_container: Number.NaN,
  response_time_mean: Number.NaN,
  reversal_rate: Number.NaN,
  routing_error: Number.NaN,
  largest_share: Number.NaN,
  counted_steps: Number.NaN,
  scale_mean: Number.NaN,
  scale_deviation: Number.NaN,
  switching_expected: Number.NaN,
  scale_histogram: "",
  cpu_seconds: Number.NaN,
};

function trainingRow({ steps, stepReward, exploration, environment }: LogLine): TrainedMeasures {
  return {
    ...NOT_MEASURED,
    phase: "training",
    steps,
    reward: stepReward,
    fleet_share: environment.fleetShare,
    churn_rate: environment.churnRate,
    command_rate: environment.commandRate,
    exploration,
  };
}

/** What the agent does on the evaluation's traffic, in the world and for the reward of its training. */
async function played(
  policy: TrainedPolicy,
  { workload: name, runs, steps }: EvaluationExtent,
  isSampled: boolean,
  signal: AbortSignal | undefined,
): Promise<TrainedMeasures> {
  const { config } = policy;
  const [size] = config.sizes;
  const world = trainingWorld(config);
  const cluster = await world.open({
    spec: world.spec(size),
    workload: world.workload(name),
    steps,
    reward: configuredReward(config),
  });
  const scale = isSampled ? undefined : scaleWatch(policy);
  const share = new LargestShare();
  const controller = share.watched(
    trainedAgent(policy, { isSampled, alter: (vector) => scale?.note(vector[vector.length - 1]) }),
  );
  const records: RecordTable[] = [];
  for (let run = 0; run < runs; run++) {
    const seed = evaluationSeed(SEED, { workload: name, size, run });
    records.push(await runEpisode({ cluster, controller, seed, steps, signal }));
  }
  await cluster.close();
  const metrics = recordMetrics(records);
  return {
    phase: isSampled ? "sampled" : "mean",
    steps: policy.steps,
    reward: metrics.reward_mean,
    sla_violation_rate: metrics.sla_violation_rate,
    error_rate: metrics.error_rate,
    users_per_container: metrics.users_per_container,
    response_time_mean: metrics.response_time_mean,
    fleet_share: metrics.fleet_share,
    churn_rate: metrics.churn_rate,
    command_rate: metrics.command_rate,
    reversal_rate: metrics.reversal_rate,
    routing_error: metrics.routing_error,
    largest_share: share.mean,
    counted_steps: share.steps,
    exploration: Number.NaN,
    scale_mean: scale?.mean ?? Number.NaN,
    scale_deviation: scale?.deviation ?? Number.NaN,
    switching_expected: scale?.switching ?? Number.NaN,
    scale_histogram: scale?.histogram ?? "",
    cpu_seconds: Number.NaN,
  };
}

/** Watches the scale's mean where a Gaussian draws it. */
function scaleWatch(policy: TrainedPolicy): ScaleWatch | undefined {
  if (policy.config.policy.head.kind !== "gaussian-box") return undefined;
  const logDeviations = restoredPolicy(policy).parameters.array("head/log-deviation");
  return new ScaleWatch(Math.exp(logDeviations[logDeviations.length - 1]));
}

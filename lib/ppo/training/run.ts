import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { InputError, requireInteger, settingDifferences } from "../../check/index.js";
import { requireSameSources, withLock } from "../../files/index.js";
import { interruptible } from "../../processes/index.js";
import { deriveSeed } from "../../random/index.js";
import { loadTensorFlow } from "../tensorflow.js";
import { Trainer, type UpdateReport } from "../trainer.js";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import type { TrainingConfig } from "./config.js";
import { earlierState } from "./further.js";
import { jsonLog, type LogLine, readLog, type TrainingLog, tensorBoardLog } from "./log.js";
import { configuredPolicy, threadedTrainingEnvironment } from "./world.js";

/** A run in a folder: checkpoint.json, log.jsonl and TensorBoard's events. */
export interface TrainingRun {
  readonly config: TrainingConfig;
  /** Of weights, environments and every draw: a whole number >= 0. */
  readonly seed: number;
  /** Left out: nothing is written, and the run can't be taken up again. */
  readonly folder?: string | undefined;
  /** Folder or checkpoint of the finished run that `config.from` names: `furtherConfig`. */
  readonly from?: string | undefined;
  /** Threads that many clusters are shared out over; default 1. The result doesn't depend on it. */
  readonly threads?: number | undefined;
  /** Stops the training after the update that it is at; default: an interrupt (Ctrl-C, a notebook's stop button) does. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: LogLine, total: number) => void) | undefined;
  /** Called at the end of each segment, the last included. */
  readonly onCheckpoint?: ((checkpoint: Checkpoint) => void) | undefined;
}

/** Segments and lines of the log in a long run. */
const SEGMENTS = 20;
/** A segment begins episodes and traffic anew: in short runs there are fewer, so that long cycles of traffic come to their end. */
const EPISODES_A_SEGMENT = 20;
const LOG_LINES = 200;

/**
 * Trains an agent, or goes on where the folder's checkpoint stands: the result is the same as without a break.
 * @throws the signal's reason when aborted; InputError where the folder holds another run, another process trains in it, nothing would be
 *   learned in so few steps, a reward isn't finite, or training diverges.
 * @example
 * const preset = ppo.trainingPreset("ppo-writeup");
 * const changes = { sizes: [5], steps: 64, ppo: { rolloutSteps: 32, minibatch: 32 } };
 * const checkpoint = await ppo.train({ config: ppo.trainingConfig(changes, preset), seed: 1 });
 * checkpoint.state.steps; // -> 64
 */
export async function train(run: TrainingRun): Promise<Checkpoint> {
  requireInteger("seed", run.seed, 0);
  return interruptible((signal) => withLock([run.folder], () => trainAlone({ ...run, signal })), run.signal);
}

/** Trains as the only writer of the run's folder. */
async function trainAlone(run: TrainingRun): Promise<Checkpoint> {
  const { config, seed, folder, threads = 1, signal, onProgress, onCheckpoint } = run;
  requireEnoughSteps(config);
  let checkpoint = resumed(run);
  const earlier = checkpoint === undefined ? earlierState(config, run.from) : undefined;
  const tf = await loadTensorFlow();
  // First, as it may be refused: an environment's threads would have to be closed.
  const policy = configuredPolicy(config, seed);
  const environment = threadedTrainingEnvironment(config, threads);
  const trainer = new Trainer(tf, {
    environment,
    policy,
    settings: config.ppo,
    totalSteps: config.steps,
    segmentSteps: Math.max(
      Math.ceil(config.steps / SEGMENTS),
      EPISODES_A_SEGMENT * config.episodeSteps * environment.batch,
    ),
    // Traffic and draws of the run that it begins from would be the same ones again.
    seed: config.from === undefined ? seed : deriveSeed(seed, "from", config.from.hash),
  });
  let logs: readonly TrainingLog[] = [];
  const interval = config.steps / LOG_LINES;
  let reports: UpdateReport[] = [];
  try {
    if (checkpoint !== undefined) trainer.restore(checkpoint.state);
    else if (earlier !== undefined) trainer.beginFrom(earlier);
    if (folder !== undefined) logs = await openLogs(folder, trainer.steps);
    while (!trainer.isDone) {
      await nextTurn();
      signal?.throwIfAborted();
      const before = trainer.steps;
      reports.push(trainer.update());
      if (Math.floor(trainer.steps / interval) > Math.floor(before / interval) || trainer.isDone) {
        const line = { ...meanReport(reports), environment: environment.takeMeans() };
        for (const log of logs) log.write(line);
        onProgress?.(line, config.steps);
        reports = [];
      }
      if (trainer.isAtSegment || trainer.isDone) {
        checkpoint = { config, seed, state: trainer.state() };
        if (folder !== undefined) writeCheckpoint(checkpointFile(folder), checkpoint);
        onCheckpoint?.(checkpoint);
      }
    }
  } finally {
    for (const log of logs) log.close();
    trainer.dispose();
    environment.close?.();
  }
  return checkpoint as Checkpoint;
}

/** The logs of a run's folder, each with what stood in it up to step `from`. */
async function openLogs(folder: string, from: number): Promise<readonly TrainingLog[]> {
  const file = logFile(folder);
  const lines = jsonLog(file, from);
  return [lines, await tensorBoardLog(join(folder, "events"), readLog(file))];
}

/**
 * The log of a run's folder.
 * @example
 * ppo.logFile("build/run"); // -> "build/run/log.jsonl"
 */
export function logFile(folder: string): string {
  return join(folder, "log.jsonl");
}

/**
 * The checkpoint of a run's folder.
 * @example
 * ppo.checkpointFile("build/run"); // -> "build/run/checkpoint.json"
 */
export function checkpointFile(folder: string): string {
  return join(folder, "checkpoint.json");
}

/** Throws where nothing would be learned: a rate that falls to 0 at the end is 0 in the only update that there is. */
function requireEnoughSteps({ steps, clusters, sizes, ppo }: TrainingConfig): void {
  const rollout = ppo.rolloutSteps * clusters * sizes.length;
  if (ppo.learningRate.kind === "linear" && steps <= rollout)
    throw new InputError(
      `steps is ${steps}, no more than one rollout of ${rollout}, in which the learning rate has fallen to 0: nothing would be learned: give more steps`,
    );
}

/** The run's own checkpoint, where there is one. */
function resumed({ config, seed, folder }: TrainingRun): Checkpoint | undefined {
  if (folder === undefined || !existsSync(checkpointFile(folder))) return undefined;
  const found = readCheckpoint(checkpointFile(folder));
  requireSameSources(folder, found.config.sources, config.sources);
  const differences = settingDifferences({ seed: found.seed, ...found.config }, { seed, ...config });
  if (differences.length > 0)
    throw new InputError(
      `${folder} holds another training run (${differences.join("; ")}): move it away, or choose another folder; to train a finished run further, begin from it (--from)`,
    );
  return found;
}

/** Steps and running quantities as they are at the end, all else averaged. */
function meanReport(reports: readonly UpdateReport[]): UpdateReport {
  const last = reports[reports.length - 1] as UpdateReport;
  const mean = (key: keyof UpdateReport) =>
    reports.reduce((sum, report) => sum + report[key], 0) / reports.length;
  const means = Object.fromEntries(
    Object.keys(last).map((key) => [key, mean(key as keyof UpdateReport)]),
  ) as unknown as UpdateReport;
  const { steps, episodeReward, learningRate, exploration } = last;
  return { ...means, steps, episodeReward, learningRate, exploration };
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../check/index.js";
import {
  type Action,
  type Cluster,
  type ClusterSpec,
  evaluateReward,
  type Observation,
  type RewardModel,
} from "../../cluster/index.js";
import { sha256 } from "../../files/index.js";
import { deriveSeed } from "../../random/index.js";
import { SPLIT_SEEDS, type Workload, workloadByName } from "../../workload/index.js";
import { loadTensorFlow } from "../tensorflow.js";
import type { TrainedPolicy } from "../training/agent-file.js";
import { jsonWithFloats } from "../training/floats.js";
import { configuredReward, windowed } from "../training/world.js";
import {
  type FineTuningCheckpoint,
  readFineTuningCheckpoint,
  writeFineTuningCheckpoint,
} from "./checkpoint.js";
import type { FineTuningConfig } from "./config.js";
import { FineTuner } from "./fine-tuner.js";
import { Guard, type TakeOver } from "./guard.js";
import { type FineTuningLine, openFineTuningLog, takeOverLine } from "./log.js";
import { StepSums } from "./step-sums.js";

/** What a cluster is opened for. */
export interface ClusterSetting {
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Control steps of an episode. */
  readonly steps: number;
  /** Of the first reset. */
  readonly seed: number;
  readonly reward: RewardModel;
}

/** Opens a cluster of any kind. */
export type OpenCluster = (setting: ClusterSetting) => Cluster | Promise<Cluster>;

/** What decides while the policy doesn't: a controller. */
export interface GuardRule {
  start(spec: ClusterSpec, seed: number): unknown;
  decide(observation: Observation, memory: unknown): { readonly action: Action; readonly memory: unknown };
}

/** Where a run stands after a control step. */
export interface FineTuningProgress {
  /** Control steps learned from, of `total`; and those of the cluster. */
  readonly steps: number;
  readonly total: number;
  readonly clusterSteps: number;
  /** Whether the guard's rule decided the step. */
  readonly byRule: boolean;
}

/** A run of phase 2 in a folder: checkpoint.json and log.jsonl. */
export interface FineTuningRun {
  /** The policy of phase 1. */
  readonly start: TrainedPolicy;
  readonly config: FineTuningConfig;
  readonly seed: number;
  readonly spec: ClusterSpec;
  readonly open: OpenCluster;
  /** The controller of a text; asked for the guard's rule. */
  readonly rule: (text: string) => GuardRule;
  /** Left out: nothing is written, and the run can't be taken up again. */
  readonly folder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: FineTuningLine) => void) | undefined;
  readonly onProgress?: ((progress: FineTuningProgress) => void) | undefined;
}

/** The checkpoint is never older than this, in ms. */
const CHECKPOINT_INTERVAL = 30_000;

/**
 * Goes on training a policy on one cluster, step by step as the cluster lets it, or takes up the run that the folder holds. Each
 * episode gets a window of the workload from a seed of its own. An interruption (the signal, or a cluster that
 * throws) ends the episode where it is; what was gathered is in the checkpoint, and is learned from later.
 * @throws the signal's reason, or what the cluster threw; InputError where the folder holds another run.
 */
export async function fineTune(run: FineTuningRun): Promise<TrainedPolicy> {
  const { start, config, seed, spec, signal } = run;
  const tuner = new FineTuner(await loadTensorFlow(), config, start, spec.containers.length, seed);
  const course = new Course(run, tuner);
  course.takeUp();
  if (!tuner.isDone) {
    const workload = trainingWorkload(config, spec);
    const reward = configuredReward(config);
    signal?.throwIfAborted();
    const cluster = await run.open({
      spec,
      workload,
      steps: config.episodeSteps,
      seed: course.nextEpisodeSeed,
      reward,
    });
    try {
      await course.play(cluster, reward);
    } catch (error) {
      course.save();
      // What went wrong first is what is told.
      await Promise.resolve(cluster.close()).catch(() => {});
      throw error;
    }
    course.save();
    await cluster.close();
  }
  const { clusters, clusterSteps, takeOvers } = course.checkpoint();
  const { parameters, observationMoments, rewardMoments } = tuner.state();
  return {
    ...start,
    parameters,
    observationMoments,
    rewardMoments,
    fineTuning: { clusters, config, seed, steps: tuner.steps, clusterSteps, takeOvers },
  };
}

/** The checkpoint of a run's folder. */
export function fineTuningCheckpointFile(folder: string): string {
  return join(folder, "checkpoint.json");
}

/** The log of a run's folder. */
export function fineTuningLogFile(folder: string): string {
  return join(folder, "log.jsonl");
}

/** A window of the configuration's workload, at the scale of the spec's containers. */
function trainingWorkload({ workload }: FineTuningConfig, { containers }: ClusterSpec): Workload {
  const capacity = containers.reduce((sum, { serviceRate }) => sum + serviceRate, 0);
  return windowed(
    workloadByName(workload, { purpose: "training", nodeCapacity: capacity / containers.length }),
  );
}

/** One run's way through its episodes. */
class Course {
  readonly #guard: Guard;
  readonly #sums: StepSums;
  readonly #start: string;
  #takeOvers: TakeOver[] = [];
  #clusters: string[] = [];
  #clusterSteps = 0;
  #episodes = 0;
  #write: (line: FineTuningLine) => void = () => {};
  #savedAt = performance.now();

  constructor(
    readonly run: FineTuningRun,
    readonly tuner: FineTuner,
  ) {
    this.#guard = new Guard(run.config.guard);
    this.#sums = new StepSums(run.spec);
    this.#start = sha256(jsonWithFloats(run.start));
  }

  /** A seed of the train split for each episode. */
  get nextEpisodeSeed(): number {
    const [least, most] = SPLIT_SEEDS.train;
    const drawn = deriveSeed(this.run.seed, "fine-tuning", "episode", this.#episodes);
    return least + (drawn % (most - least + 1));
  }

  /** Goes on where the folder's checkpoint stands, if there is one, and opens the log. */
  takeUp(): void {
    const { folder, config, seed } = this.run;
    if (folder === undefined) return;
    const file = fineTuningCheckpointFile(folder);
    if (existsSync(file)) {
      const found = readFineTuningCheckpoint(file);
      if (found.seed !== seed || found.start !== this.#start || !isDeepStrictEqual(found.config, config))
        throw new InputError(
          `${folder} holds another run (seed ${found.seed}, other settings or another agent): move it away, or choose another folder`,
        );
      this.tuner.restore(found.state);
      this.#sums.restore(found.sums);
      this.#takeOvers = [...found.takeOvers];
      this.#clusters = [...found.clusters];
      this.#clusterSteps = found.clusterSteps;
      this.#episodes = found.episodes;
    }
    this.#write = openFineTuningLog(fineTuningLogFile(folder), this.#clusterSteps, this.#takeOvers);
  }

  async play(cluster: Cluster, reward: RewardModel): Promise<void> {
    if (!this.#clusters.includes(cluster.kind)) this.#clusters.push(cluster.kind);
    while (!this.tuner.isDone) await this.#playEpisode(cluster, reward);
  }

  async #playEpisode(cluster: Cluster, reward: RewardModel): Promise<void> {
    const { config, signal } = this.run;
    const { spec } = cluster;
    const rule = config.guard === null ? undefined : this.run.rule(config.guard.rule);
    const seed = this.nextEpisodeSeed;
    signal?.throwIfAborted();
    let observation = await cluster.reset(seed);
    let memory = rule?.start(spec, deriveSeed(seed, "controller"));
    this.#episodes++;
    this.tuner.begin(observation);
    for (let step = 1; step <= config.episodeSteps && !this.tuner.isDone; step++) {
      // A simulated cluster never waits: signals are let in here.
      if (step % 64 === 0) await nextTurn();
      signal?.throwIfAborted();
      const byRule = this.#guard.isInCharge;
      let action: Action;
      if (byRule && rule !== undefined) ({ action, memory } = rule.decide(observation, memory));
      else action = this.tuner.act();
      const result = await cluster.step(action);
      observation = result.observation;
      const isOver = result.truncated || step === config.episodeSteps;
      const handedBack = this.#guard.note(result.statistics, this.#clusterSteps++);
      if (!byRule) {
        const terms: Record<string, number> = {};
        const earned = evaluateReward(reward, result.statistics, spec, terms);
        this.#sums.add(result.statistics, { reward: earned, terms });
        const update = this.tuner.take(earned, observation, isOver || this.#guard.isInCharge);
        if (update !== undefined)
          this.#tell({ kind: "update", ...this.#counts(), ...this.#sums.takeMeans(), ...update });
        // The rule begins as at the start of an episode: it has seen nothing of the policy's steps.
        if (this.#guard.isInCharge) memory = rule?.start(spec, deriveSeed(seed, "controller", step));
      } else if (handedBack !== undefined) {
        this.#end(handedBack);
        this.tuner.begin(observation);
      }
      this.run.onProgress?.({ ...this.#counts(), total: this.tuner.totalSteps, byRule });
      if (performance.now() - this.#savedAt >= CHECKPOINT_INTERVAL) this.save();
      if (isOver) break;
    }
    const cut = this.#guard.beginEpisode(this.#clusterSteps);
    if (cut !== undefined) this.#end(cut);
  }

  /** The run as it would be taken up from here. */
  checkpoint(): FineTuningCheckpoint {
    const { config, seed } = this.run;
    const open = this.#guard.interrupted(this.#clusterSteps);
    return {
      config,
      seed,
      start: this.#start,
      clusterSteps: this.#clusterSteps,
      episodes: this.#episodes,
      takeOvers: open === undefined ? this.#takeOvers : [...this.#takeOvers, open],
      clusters: this.#clusters,
      sums: this.#sums.state(),
      state: this.tuner.state(),
    };
  }

  save(): void {
    const { folder } = this.run;
    if (folder !== undefined) writeFineTuningCheckpoint(fineTuningCheckpointFile(folder), this.checkpoint());
    this.#savedAt = performance.now();
  }

  #counts() {
    return { steps: this.tuner.steps, clusterSteps: this.#clusterSteps };
  }

  #end(takeOver: TakeOver): void {
    this.#takeOvers.push(takeOver);
    this.#tell(takeOverLine(takeOver));
  }

  #tell(line: FineTuningLine): void {
    this.#write(line);
    this.run.onLine?.(line);
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { InputError, settingDifferences } from "../../check/index.js";
import { type Action, type Cluster, evaluateReward, type RewardModel } from "../../cluster/index.js";
import { sha256 } from "../../files/index.js";
import { deriveSeed } from "../../random/index.js";
import { SPLIT_SEEDS } from "../../workload/index.js";
import { jsonWithFloats } from "../training/floats.js";
import {
  type FineTuningCheckpoint,
  readFineTuningCheckpoint,
  writeFineTuningCheckpoint,
} from "./checkpoint.js";
import type { FineTuningRun } from "./contract.js";
import type { FineTuner } from "./fine-tuner.js";
import { Guard, type TakeOver } from "./guard.js";
import { type FineTuningLine, fineTuningLogFile, openFineTuningLog, takeOverLine } from "./log.js";
import { StepSums } from "./step-sums.js";

/** The checkpoint is never older than this, in ms. */
const CHECKPOINT_INTERVAL = 30_000;
/** Digits of an agent's hash in a message. */
const SHOWN_DIGITS = 12;

/** One run's way through its episodes. */
export class Course {
  readonly #guard: Guard;
  readonly #sums: StepSums;
  readonly #start: string;
  readonly #spec: string;
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
    this.#spec = sha256(JSON.stringify(run.spec));
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
    const file = checkpointFile(folder);
    if (existsSync(file)) {
      const found = readFineTuningCheckpoint(file);
      const differences = settingDifferences(
        { seed: found.seed, agent: found.start.slice(0, SHOWN_DIGITS), ...found.config },
        { seed, agent: this.#start.slice(0, SHOWN_DIGITS), ...config },
      );
      if (differences.length > 0)
        throw new InputError(
          `${folder} holds another run (${differences.join("; ")}): move it away, or choose another folder`,
        );
      if (found.spec !== this.#spec)
        throw new InputError(
          `${folder} holds a run on another spec: use the calibration of then, or move the folder away`,
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
      spec: this.#spec,
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
    if (folder !== undefined) writeFineTuningCheckpoint(checkpointFile(folder), this.checkpoint());
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

function checkpointFile(folder: string): string {
  return join(folder, "checkpoint.json");
}

import { requireInteger } from "../../check/index.js";
import type { ClusterSpec, Observation, StepStatistics } from "../contract.js";
import { evaluateReward, type RewardModel } from "../reward.js";
import { checkSpec } from "../spec.js";
import { type ActionBatch, checkAction } from "./action-batch.js";
import { summarizeFleet } from "./fleet-summary.js";
import { ObservationBatch } from "./observation-batch.js";
import { StepRecord } from "./step-record.js";

/** What every batch of clusters is built from. */
export interface ClusterBatchOptions {
  readonly spec: ClusterSpec;
  /** Control steps in an episode; the last one is truncated. */
  readonly steps: number;
  readonly reward: RewardModel;
}

/**
 * B clusters of N containers that step together over typed arrays: episodes, checks of actions, observations and rewards.
 * What happens within an episode is a subclass's. What `observation`, `statistics` and `terms` return are views that follow
 * every step. `Begun` and `Happened` are what a subclass must be told at a reset and in a step, where it can't find it out
 * itself.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const clusters: cluster.ClusterBatch = new cluster.SimulatedClusterBatch(8, { spec, workload: load, steps: 60 });
 * [clusters.batch, clusters.size, clusters.observations.state.length]; // -> [8, 5, 40]
 */
export abstract class ClusterBatch<Begun extends readonly unknown[] = [], Happened = void> {
  /** Containers in a cluster, N. */
  readonly size: number;
  readonly spec: ClusterSpec;
  /** Control steps in an episode. */
  readonly steps: number;
  readonly observations: ObservationBatch;
  /** Rewards of the last step, B. */
  readonly rewards: Float64Array;
  /** 1 where the time limit was reached, or no episode was begun, B. */
  readonly truncated: Uint8Array;
  /** What happened in each cluster's current step, filled in place. */
  protected readonly records: readonly StepRecord[];
  /** Of each cluster. */
  readonly #models: RewardModel[];
  readonly #step: Int32Array;
  readonly #views: readonly Observation[];
  readonly #terms: readonly Record<string, number>[];

  constructor(batch: number, { spec, steps, reward }: ClusterBatchOptions) {
    requireInteger("batch", batch, 1);
    requireInteger("steps", steps, 1);
    checkSpec(spec);
    this.size = spec.containers.length;
    this.spec = spec;
    this.steps = steps;
    this.observations = new ObservationBatch(batch, this.size);
    this.rewards = new Float64Array(batch);
    this.truncated = new Uint8Array(batch).fill(1);
    this.records = Array.from({ length: batch }, () => new StepRecord());
    this.#models = new Array<RewardModel>(batch).fill(reward);
    this.#step = new Int32Array(batch).fill(steps);
    this.#views = Array.from({ length: batch }, (_, b) => this.observations.view(b, spec));
    this.#terms = Array.from({ length: batch }, () =>
      Object.fromEntries(reward.terms.map((term) => [term.name, 0])),
    );
  }

  /** B. */
  get batch(): number {
    return this.records.length;
  }

  /** Observation of cluster `b`: a view. */
  observation(b: number): Observation {
    return this.#views[b];
  }

  /** Statistics of cluster `b`'s last step: a view. */
  statistics(b: number): StepStatistics {
    return this.records[b];
  }

  /** Weighted reward terms of cluster `b`'s last step: a view. */
  terms(b: number): Readonly<Record<string, number>> {
    return this.#terms[b];
  }

  /**
   * Gives cluster `b` a reward of its own from its next step on: other weights of the same terms.
   * @throws RangeError on other terms.
   */
  setReward(b: number, reward: RewardModel): void {
    const [own, known] = [reward, this.#models[b]].map(({ terms }) =>
      terms.map(({ name }) => name).join(", "),
    );
    if (own !== known) throw new RangeError(`reward must have the terms ${known}, got ${own}`);
    this.#models[b] = reward;
  }

  /** Starts a new episode of cluster `b`. Seed: a whole number >= 0. */
  reset(b: number, seed: number, ...begun: Begun): void {
    requireInteger("seed", seed, 0);
    this.#step[b] = 0;
    this.rewards[b] = 0;
    this.truncated[b] = 0;
    this.observations.clear(b);
    this.begin(b, seed, ...begun);
    summarizeFleet(this.observations, b, this.records[b]);
  }

  /** Steps every cluster. Throws a RangeError on a senseless action, before anything has changed. */
  step(actions: ActionBatch, happened: Happened): void {
    for (let b = 0; b < this.batch; b++) {
      if (this.#step[b] >= this.steps)
        throw new RangeError(
          `the episode of cluster ${b} is over or was never begun: reset it before a step`,
        );
      checkAction(actions, b, this.spec);
    }
    for (let b = 0; b < this.batch; b++) this.#stepCluster(b, actions, happened);
  }

  #stepCluster(b: number, actions: ActionBatch, happened: Happened): void {
    const step = this.#step[b];
    const record = this.records[b];
    this.play(b, step, actions, happened);
    summarizeFleet(this.observations, b, record);
    const { time, timeSinceScaleChange, lastScale } = this.observations;
    const interval = this.spec.controlInterval;
    time[b] = (step + 1) * interval;
    timeSinceScaleChange[b] = record.scaleEffect === 0 ? timeSinceScaleChange[b] + interval : interval;
    lastScale[b] = record.scaleCommand;
    this.#step[b] = step + 1;
    this.truncated[b] = step + 1 === this.steps ? 1 : 0;
    this.rewards[b] = evaluateReward(this.#models[b], record, this.spec, this.#terms[b]);
  }

  /** Enters the arrival rate that cluster `b` saw in this step, and its trend, into the observation. */
  protected observeArrivals(b: number, rate: number): void {
    const { arrivalRate, arrivalTrend } = this.observations;
    arrivalTrend[b] = rate - arrivalRate[b];
    arrivalRate[b] = rate;
  }

  /** Prepares cluster `b`, whose observation has been cleared, for an episode. */
  protected abstract begin(b: number, seed: number, ...begun: Begun): void;

  /** One control step of cluster `b` under its action, which has been checked: fills its record and observation, but for what `summarizeFleet` does. */
  protected abstract play(b: number, step: number, actions: ActionBatch, happened: Happened): void;
}

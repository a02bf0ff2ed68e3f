import { InputError } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import type { TrainingEnvironment } from "./environment.js";
import { ObservationNormalizer, RewardNormalizer } from "./normalizer.js";
import type { Actor } from "./policy/actor-critic.js";
import type { Network } from "./policy/contract.js";
import type { Laps } from "./profile/laps.js";
import type { Rollout } from "./rollout.js";
import type { MomentsState } from "./running-moments.js";
import type { PpoSettings } from "./settings.js";

/** Rewards of the last so many episodes are averaged for the log. */
const EPISODES_AVERAGED = 100;

/** What a collector has learned of observations and rewards. */
export interface CollectorState {
  readonly observationMoments: MomentsState;
  readonly rewardMoments: MomentsState;
  /** Rewards of the last episodes, oldest first. */
  readonly episodeRewards: readonly number[];
}

/** Lets a policy act in its environment and writes down what happens, normalised as the settings say. */
export class Collector {
  readonly #observationNormalizer: ObservationNormalizer;
  readonly #rewardNormalizer: RewardNormalizer;
  readonly #seen: Float32Array;
  readonly #reached: Float32Array;
  readonly #reachedValues: Float64Array;
  readonly #lastValues: Float64Array;
  readonly #rewards: Float64Array;
  readonly #ended: Uint8Array;
  readonly #decisions: { actions: Float32Array; logProbabilities: Float64Array };
  /** Each environment's rows of what is seen and done. They are made once: making a view takes longer than copying it. */
  readonly #rows: readonly { readonly seen: Float32Array; readonly action: Float32Array }[];
  /** Reward of each environment's episode so far. */
  readonly #running: Float64Array;
  #episodeRewards: number[] = [];
  #noise = RandomStream.of(0);

  constructor(
    readonly environment: TrainingEnvironment,
    readonly actor: Actor,
    readonly settings: PpoSettings,
    { layout, offsets }: Pick<Network, "layout" | "offsets"> = {},
  ) {
    const { batch, observationLength, actionLength } = environment;
    this.#observationNormalizer = new ObservationNormalizer(observationLength, { layout, offsets });
    this.#rewardNormalizer = new RewardNormalizer(batch, settings.discount);
    this.#seen = new Float32Array(batch * observationLength);
    this.#reached = new Float32Array(batch * observationLength);
    this.#reachedValues = new Float64Array(batch);
    this.#lastValues = new Float64Array(batch);
    this.#rewards = new Float64Array(batch);
    this.#ended = new Uint8Array(batch);
    this.#decisions = {
      actions: new Float32Array(batch * actionLength),
      logProbabilities: new Float64Array(batch),
    };
    this.#rows = Array.from({ length: batch }, (_, b) => ({
      seen: this.#seen.subarray(b * observationLength, (b + 1) * observationLength),
      action: this.#decisions.actions.subarray(b * actionLength, (b + 1) * actionLength),
    }));
    this.#running = new Float64Array(batch);
  }

  /** Mean reward, as the environment gave it, of the last 100 episodes; NaN before the first ended. */
  get episodeReward(): number {
    return this.#episodeRewards.reduce((sum, reward) => sum + reward, 0) / this.#episodeRewards.length;
  }

  /** Starts new episodes everywhere; actions are drawn from `noise`. */
  begin(environmentSeed: number, noise: RandomStream): void {
    this.environment.reset(environmentSeed);
    this.#noise = noise;
    this.#rewardNormalizer.beginEpisodes();
    this.#running.fill(0);
    this.#see();
  }

  /**
   * Fills `rollout`: step by step the policy sees, decides and acts, and what it earned is written down; the values follow in the
   * end. Returns the mean reward of a step as the environment gave it.
   */
  collect(rollout: Rollout, laps?: Laps): number {
    const { environment, actor } = this;
    let rewardSum = 0;
    for (let t = 0; t < rollout.steps; t++) {
      actor.sample(this.#seen, environment.batch, this.#noise, this.#decisions, laps);
      this.#writeDecisions(rollout, t);
      laps?.lap("normalizing");
      environment.step(this.#decisions.actions);
      laps?.lap("environment");
      this.#see();
      this.#writeRewards(rollout, t);
      for (const reward of environment.rewards) rewardSum += reward;
      laps?.lap("normalizing");
    }
    this.#writeValues(rollout);
    laps?.lap("inference");
    return rewardSum / rollout.samples;
  }

  /** Takes the observations of now into the statistics, and normalises them into `#seen`. */
  #see(): void {
    const { observations, batch } = this.environment;
    if (this.settings.normalizeObservations) this.#observationNormalizer.update(observations, batch);
    this.#normalize(observations, this.#seen);
  }

  #normalize(observations: Float64Array, normalized: Float32Array): void {
    if (this.settings.normalizeObservations)
      this.#observationNormalizer.normalize(observations, this.environment.batch, normalized);
    else normalized.set(observations);
  }

  /** Step `t` of the rollout: what was seen, done, and how likely that was. */
  #writeDecisions(rollout: Rollout, t: number): void {
    const { batch, observationLength, actionLength } = this.environment;
    const { logProbabilities } = this.#decisions;
    for (let b = 0; b < batch; b++) {
      const k = b * rollout.steps + t;
      const { seen, action } = this.#rows[b];
      rollout.observations.set(seen, k * observationLength);
      rollout.actions.set(action, k * actionLength);
      rollout.logProbabilities[k] = logProbabilities[b];
    }
  }

  /** Step `t` of the rollout: what it earned, and whether it ended an episode. */
  #writeRewards(rollout: Rollout, t: number): void {
    const { rewards, terminated, truncated, batch } = this.environment;
    // One of them would be in the normalisation, and in all that is learned, from then on.
    const unknown = rewards.findIndex((reward) => !Number.isFinite(reward));
    if (unknown >= 0)
      throw new InputError(
        `the reward of a step is ${rewards[unknown]}: every reward term must be a finite number in every step`,
      );
    for (let b = 0; b < batch; b++) this.#ended[b] = terminated[b] | truncated[b];
    if (this.settings.normalizeRewards) this.#rewardNormalizer.normalize(rewards, this.#ended, this.#rewards);
    else this.#rewards.set(rewards);
    if (truncated.includes(1)) this.#valueReached();
    for (let b = 0; b < batch; b++) {
      const k = b * rollout.steps + t;
      rollout.rewards[k] = this.#rewards[b];
      rollout.terminated[k] = terminated[b];
      rollout.truncated[k] = truncated[b];
      if (truncated[b]) rollout.nextValues[k] = this.#reachedValues[b];
      this.#running[b] += rewards[b];
      if (this.#ended[b]) this.#endEpisode(b);
    }
  }

  /** Values of what the last step reached. Where the time limit cut an episode off, this is the only look at that state. */
  #valueReached(): void {
    this.#normalize(this.environment.reached, this.#reached);
    this.actor.values(this.#reached, this.environment.batch, this.#reachedValues);
  }

  #endEpisode(b: number): void {
    this.#episodeRewards.push(this.#running[b]);
    if (this.#episodeRewards.length > EPISODES_AVERAGED) this.#episodeRewards.shift();
    this.#running[b] = 0;
  }

  /**
   * Values of all observations, in one pass at the end, because nothing is learned during a rollout. A step reached what is seen
   * next, except where a new episode has begun: there `#writeRewards` has written the value already.
   */
  #writeValues(rollout: Rollout): void {
    const { batch, steps, samples, values, nextValues, truncated } = rollout;
    this.actor.values(rollout.observations, samples, values);
    this.actor.values(this.#seen, batch, this.#lastValues);
    for (let b = 0; b < batch; b++)
      for (let t = 0; t < steps; t++) {
        const k = b * steps + t;
        if (!truncated[k]) nextValues[k] = t + 1 < steps ? values[k + 1] : this.#lastValues[b];
      }
  }

  /** What it has learned so far. */
  state(): CollectorState {
    return {
      observationMoments: this.#observationNormalizer.state(),
      rewardMoments: this.#rewardNormalizer.state(),
      episodeRewards: [...this.#episodeRewards],
    };
  }

  /** Goes on from a state; `begin` comes next. */
  restore(state: CollectorState): void {
    this.#observationNormalizer.restore(state.observationMoments);
    this.#rewardNormalizer.restore(state.rewardMoments);
    this.#episodeRewards = [...state.episodeRewards];
  }
}

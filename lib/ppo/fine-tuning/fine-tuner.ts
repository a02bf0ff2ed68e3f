import { requireFinite, requireInteger } from "../../check/index.js";
import type { Action, ClusterSpec, Observation } from "../../cluster/index.js";
import { RandomStream } from "../../random/index.js";
import type { AdamState } from "../adam.js";
import type { Encoding } from "../encoding.js";
import { requireFinitePolicy } from "../finite-policy.js";
import { Learner } from "../learner.js";
import { ObservationNormalizer, RewardNormalizer } from "../normalizer.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { MomentsState } from "../running-moments.js";
import { scheduled } from "../schedule.js";
import type { TensorFlow } from "../tensorflow.js";
import type { TrainedPolicy } from "../training/agent-file.js";
import { restoredPolicy } from "../training/restored-policy.js";
import { fittingEncoding, trainingWorld } from "../training/world.js";
import type { FineTuningConfig } from "./config.js";
import { DivergenceLimit } from "./divergence-limit.js";
import { GrowingRollout } from "./growing-rollout.js";
import { type LimitedReport, learnWithin } from "./limited-learning.js";
import { rewardMomentsOf } from "./reward-scale.js";

/** Everything of a fine-tuner that lasts from one control step to the next. */
export interface FineTunerState {
  /** Rollouts that it has learned from. */
  readonly updates: number;
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  readonly observationMoments: MomentsState;
  readonly rewardMoments: MomentsState;
  readonly rollout: ReturnType<GrowingRollout["state"]>;
  /** States of the streams that actions and minibatches are drawn from. */
  readonly noise: readonly number[];
  readonly shuffling: readonly number[];
}

/** One update of phase 2. */
export interface FineTuningUpdate extends LimitedReport {
  readonly learningRate: number;
  readonly explainedVariance: number;
  readonly exploration: number;
  /** KL(policy, pretrained) in nats on this rollout's observations, before and after learning. */
  readonly divergenceBefore: number;
  readonly divergenceAfter: number;
  /** Share of the way from the pretrained parameters that `DivergenceLimit.pullBack` left before learning; 1: all of it. */
  readonly kept: number;
}

/**
 * PPO on one cluster, which its caller steps: `begin` shows it an observation, `act` decides, `take` tells it what the action
 * brought, and a full rollout makes it learn. It starts as a trained policy with its normaliser. The exact KL(policy, pretrained) on
 * each rollout stays within a limit; `approxKl` is the estimate against the policy of the rollout, as in training.
 */
export class FineTuner {
  readonly policy: ActorCritic;
  readonly #encoding: Encoding;
  /** The cluster that phase 1 took it for. */
  readonly #spec: ClusterSpec;
  readonly #learner: Learner;
  readonly #limit: DivergenceLimit;
  readonly #normalizer: ObservationNormalizer;
  readonly #pretrainedNormalizer: ObservationNormalizer;
  readonly #rewardNormalizer: RewardNormalizer;
  readonly #rollout: GrowingRollout;
  /** What the encoding remembers since `begin`. */
  #memory: unknown;
  readonly #raw: Float64Array;
  #seen: Float32Array;
  #seenByPretrained: Float32Array;
  readonly #decision: { actions: Float32Array; logProbabilities: Float64Array };
  readonly #value = new Float64Array(1);
  readonly #reward = new Float64Array(1);
  readonly #nextValue = new Float64Array(1);
  #noise: RandomStream;
  #shuffling: RandomStream;
  #updates = 0;

  /** @param size number of containers. @throws RangeError where the policy isn't for clusters of this size. */
  constructor(
    tf: TensorFlow,
    readonly config: FineTuningConfig,
    start: TrainedPolicy,
    size: number,
    seed: number,
  ) {
    requireInteger("seed", seed, 0);
    const { ppo } = config;
    this.policy = restoredPolicy(start);
    this.#encoding = fittingEncoding(start.config, size);
    this.#spec = trainingWorld(start.config).spec(size);
    const { observationLength, actionLength } = this.#encoding;
    this.#learner = new Learner(tf, this.policy, ppo);
    this.#limit = new DivergenceLimit(this.policy, restoredPolicy(start), config.divergenceLimit);
    const { layout, offsets } = this.policy.network;
    this.#normalizer = new ObservationNormalizer(observationLength, { layout, offsets });
    this.#normalizer.restore(start.observationMoments);
    this.#pretrainedNormalizer = new ObservationNormalizer(observationLength, { layout, offsets });
    this.#pretrainedNormalizer.restore(start.observationMoments);
    this.#rewardNormalizer = new RewardNormalizer(1, ppo.discount);
    const rewardMoments = ppo.normalizeRewards ? rewardMomentsOf(start) : undefined;
    if (rewardMoments !== undefined) this.#rewardNormalizer.restore(rewardMoments);
    this.#rollout = new GrowingRollout(ppo.rolloutSteps, observationLength, actionLength);
    this.#raw = new Float64Array(observationLength);
    this.#seen = new Float32Array(observationLength);
    this.#seenByPretrained = new Float32Array(observationLength);
    this.#decision = {
      actions: new Float32Array(actionLength),
      logProbabilities: new Float64Array(1),
    };
    this.#noise = RandomStream.of(seed, "fine-tuning", "actions");
    this.#shuffling = RandomStream.of(seed, "fine-tuning", "minibatches");
  }

  /** Control steps taken in so far. */
  get steps(): number {
    return this.#updates * this.#rollout.rollout.steps + this.#rollout.filled;
  }

  get isDone(): boolean {
    return this.steps >= this.config.steps && this.#rollout.filled === 0;
  }

  /** Control steps of the whole run: `config.steps` in whole rollouts. */
  get totalSteps(): number {
    const { steps } = this.#rollout.rollout;
    return Math.ceil(this.config.steps / steps) * steps;
  }

  /** Shows the policy its first observation of an episode, or the first one after a rule. The steps before it don't lead here. */
  begin(observation: Observation): void {
    this.#rollout.cut();
    this.#rewardNormalizer.beginEpisodes();
    this.#memory = this.#encoding.start({ spec: this.#spec, price: 1 });
    this.#see(observation);
  }

  /** Draws an action for the last observation. */
  act(): Action {
    this.policy.sample(this.#seen, 1, this.#noise, this.#decision);
    this.policy.values(this.#seen, 1, this.#value);
    return this.#encoding.action(this.#decision.actions, this.#memory);
  }

  /**
   * Takes in what the last action brought. Where that fills the rollout it learns, and returns what the update did.
   * @param reached the observation after the action.
   * @param truncated whether the episode, or the policy's part of it, ends here.
   */
  take(reward: number, reached: Observation, truncated: boolean): FineTuningUpdate | undefined {
    requireFinite("reward", reward);
    const { actions, logProbabilities } = this.#decision;
    const [seen, seenByPretrained] = [this.#seen.slice(), this.#seenByPretrained.slice()];
    this.#reward[0] = reward;
    if (this.config.ppo.normalizeRewards)
      this.#rewardNormalizer.normalize([reward], [Number(truncated)], this.#reward);
    const [value] = this.#value;
    this.#see(reached);
    this.policy.values(this.#seen, 1, this.#nextValue);
    this.#rollout.add({
      seen,
      seenByPretrained,
      action: actions,
      logProbability: logProbabilities[0],
      value,
      reward: this.#reward[0],
      nextValue: this.#nextValue[0],
      truncated,
    });
    return this.#rollout.isFull ? this.#update() : undefined;
  }

  /** All that it needs to go on in another episode. */
  state(): FineTunerState {
    return {
      updates: this.#updates,
      parameters: this.policy.parameters.values.slice(),
      adam: this.#learner.adam.state(),
      observationMoments: this.#normalizer.state(),
      rewardMoments: this.#rewardNormalizer.state(),
      rollout: this.#rollout.state(),
      noise: this.#noise.state(),
      shuffling: this.#shuffling.state(),
    };
  }

  /** Goes on from `state`; `begin` comes next. */
  restore(state: FineTunerState): void {
    this.#updates = state.updates;
    this.policy.parameters.values.set(state.parameters);
    this.#learner.adam.restore(state.adam);
    this.#normalizer.restore(state.observationMoments);
    this.#rewardNormalizer.restore(state.rewardMoments);
    this.#rollout.restore(state.rollout);
    this.#noise = RandomStream.fromState(state.noise);
    this.#shuffling = RandomStream.fromState(state.shuffling);
  }

  #see(observation: Observation): void {
    const raw = this.#raw;
    this.#memory = this.#encoding.observe(observation, this.#memory, raw);
    if (!this.config.ppo.normalizeObservations) {
      this.#seen.set(raw);
      this.#seenByPretrained.set(raw);
      return;
    }
    if (this.config.normalizer === "running") this.#normalizer.update(raw, 1);
    this.#normalizer.normalize(raw, 1, this.#seen);
    this.#pretrainedNormalizer.normalize(raw, 1, this.#seenByPretrained);
  }

  #update(): FineTuningUpdate {
    const { ppo } = this.config;
    const { rollout, seenByPretrained } = this.#rollout;
    const observations = { rows: rollout.steps, seen: rollout.observations, seenByPretrained };
    rollout.computeAdvantages(ppo.discount, ppo.lambda);
    const explainedVariance = rollout.explainedVariance();
    const divergenceBefore = this.#limit.divergence(observations);
    const kept = this.#limit.pullBack(observations);
    // The rate is that of the steps before this rollout: a falling one would be 0 at the last rollout, one of few here.
    const learningRate = scheduled(ppo.learningRate, this.#updates * rollout.steps, this.totalSteps);
    const report = learnWithin({
      learner: this.#learner,
      limit: this.#limit,
      rollout,
      observations,
      shuffling: this.#shuffling,
      learningRate,
    });
    this.#updates++;
    requireFinitePolicy(this.policy.parameters.values, `${this.steps} steps of fine-tuning`);
    this.#rollout.clear();
    return {
      ...report,
      learningRate,
      explainedVariance,
      exploration: this.policy.head.exploration(this.policy.parameters),
      divergenceBefore,
      divergenceAfter: this.#limit.divergence(observations),
      kept,
    };
  }
}

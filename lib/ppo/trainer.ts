import { InputError, requireInteger } from "../check/index.js";
import { deriveSeed, RandomStream } from "../random/index.js";
import type { AdamState } from "./adam.js";
import { Collector, type CollectorState } from "./collector.js";
import { type Engine, type EngineFactory, fastestEngine } from "./engine/index.js";
import type { TrainingEnvironment } from "./environment.js";
import { requireFinitePolicy } from "./finite-policy.js";
import { isTooFar, type LearningReport, meanReport } from "./learning-report.js";
import type { ActorCritic } from "./policy/actor-critic.js";
import type { Laps } from "./profile/laps.js";
import { Rollout } from "./rollout.js";
import { scheduled } from "./schedule.js";
import type { PpoSettings } from "./settings.js";
import type { TensorFlow } from "./tensorflow.js";

/** How a trainer is set up. */
export interface TrainerOptions {
  readonly environment: TrainingEnvironment;
  readonly policy: ActorCritic;
  readonly settings: PpoSettings;
  /** Environment steps of the whole run, rounded up to whole rollouts. */
  readonly totalSteps: number;
  /**
   * Environment steps of a segment, rounded up to whole rollouts. Each segment starts its environments and random numbers from
   * seeds of its own. A run that stopped is resumed at the last segment's end, with the result that it would have had.
   */
  readonly segmentSteps: number;
  /** A whole number >= 0. */
  readonly seed: number;
  /** What acts and learns; default: the fastest engine that TensorFlow's backend allows. */
  readonly engine?: EngineFactory | undefined;
  /** Where time is written down; left out: it isn't measured. */
  readonly laps?: Laps | undefined;
}

/** Everything that lasts from one segment to the next. */
export interface TrainerState {
  /** Environment steps done. */
  readonly steps: number;
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  readonly collector: CollectorState;
}

/** What one update did: a rollout, and the epochs on it. What gradient steps report is averaged over them. */
export interface UpdateReport extends LearningReport {
  /** Environment steps done. */
  readonly steps: number;
  /** Mean reward, as the environment gave it, of the last 100 episodes; NaN before the first ended. */
  readonly episodeReward: number;
  /** Mean reward of a step of this rollout. */
  readonly stepReward: number;
  readonly learningRate: number;
  /** Share of the returns' variance that the values explain, before they learn from it; at most 1. */
  readonly explainedVariance: number;
  /** How wide the head explores, in its own measure. */
  readonly exploration: number;
}

/**
 * Proximal policy optimisation. An update is, from top to bottom: `Collector` lets the policy act for a rollout, `Rollout` makes
 * advantages of its rewards and values, and the engine takes a gradient step a minibatch, epoch after epoch.
 * @example
 * const preset = ppo.trainingPreset("ppo-writeup");
 * const config = ppo.trainingConfig({ sizes: [5], ppo: { rolloutSteps: 32, minibatch: 32 } }, preset);
 * const trainer = new ppo.Trainer(await ppo.loadTensorFlow(), {
 *   environment: ppo.trainingEnvironment(config),
 *   policy: ppo.configuredPolicy(config, 1),
 *   settings: config.ppo,
 *   totalSteps: 64,
 *   segmentSteps: 64,
 *   seed: 1,
 * });
 * trainer.update().steps; // -> 32
 * trainer.isDone; // -> false
 * trainer.dispose();
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #engine: Engine;
  readonly #collector: Collector;
  readonly #rollout: Rollout;
  readonly #rolloutsASegment: number;
  #shuffling = RandomStream.of(0);
  #updates = 0;

  constructor(tf: TensorFlow, options: TrainerOptions) {
    const { environment, policy, settings } = options;
    requireInteger("totalSteps", options.totalSteps, 1);
    requireInteger("segmentSteps", options.segmentSteps, 1);
    requireInteger("seed", options.seed, 0);
    const { batch, observationLength, actionLength } = environment;
    const { network, head } = policy;
    if (network.observationLength !== observationLength || head.actionLength !== actionLength)
      throw new RangeError(
        `the policy maps ${network.observationLength} numbers to ${head.actionLength}, the environment ${observationLength} to ${actionLength}`,
      );
    this.#options = options;
    this.#engine = (options.engine ?? fastestEngine)(tf, policy, settings);
    this.#collector = new Collector(environment, this.#engine.actor, settings, network);
    this.#rollout = new Rollout(batch, settings.rolloutSteps, observationLength, actionLength);
    this.#rolloutsASegment = Math.ceil(options.segmentSteps / this.#rollout.samples);
  }

  /** Environment steps done. */
  get steps(): number {
    return this.#updates * this.#rollout.samples;
  }

  /** Whether all steps of the run are done. */
  get isDone(): boolean {
    return this.steps >= this.#options.totalSteps;
  }

  /** Whether the next update begins a segment: then `state` holds all that a run needs to go on. */
  get isAtSegment(): boolean {
    return this.#updates % this.#rolloutsASegment === 0;
  }

  /**
   * One update: acts for a rollout, computes its advantages, learns from it, and reports.
   * @throws InputError where a reward isn't a finite number, or the parameters aren't any more.
   */
  update(): UpdateReport {
    const { policy, settings, totalSteps, laps } = this.#options;
    laps?.lap();
    if (this.isAtSegment) this.#beginSegment();
    const stepReward = this.#collector.collect(this.#rollout, laps);
    this.#updates++;
    this.#rollout.computeAdvantages(settings.discount, settings.lambda);
    laps?.lap("advantages");
    // `steps` counts this rollout already, so the last update of a linear schedule has a rate of 0.
    const learningRate = scheduled(settings.learningRate, this.steps, totalSteps);
    const learning = this.#learn(learningRate);
    requireFinitePolicy(policy.parameters.values, `${this.steps} steps`);
    return {
      ...learning,
      steps: this.steps,
      episodeReward: this.#collector.episodeReward,
      stepReward,
      learningRate,
      explainedVariance: this.#rollout.explainedVariance(),
      exploration: policy.head.exploration(policy.parameters),
    };
  }

  /** New episodes everywhere, and random numbers of the segment's own. */
  #beginSegment(): void {
    const { seed } = this.#options;
    const segment = this.#updates / this.#rolloutsASegment;
    const noise = RandomStream.of(seed, "ppo", "actions", segment);
    this.#collector.begin(deriveSeed(seed, "ppo", "environment", segment), noise);
    this.#shuffling = RandomStream.of(seed, "ppo", "minibatches", segment);
  }

  /** Takes a gradient step on each minibatch of each epoch. It stops early where the policy has moved too far. */
  #learn(rate: number): LearningReport {
    const { settings, laps } = this.#options;
    const reports: LearningReport[] = [];
    this.#engine.begin(this.#rollout);
    laps?.lap("upload");
    for (const samples of this.#minibatches()) {
      const report = this.#engine.learn(samples, rate);
      reports.push(report);
      if (isTooFar(report, settings)) break;
    }
    laps?.lap("learning");
    this.#engine.end();
    laps?.lap("download");
    return meanReport(reports);
  }

  /** Numbers of the rollout's samples, a minibatch at a time: each sample once an epoch, in a new order. */
  *#minibatches(): Generator<Int32Array> {
    const { minibatch, epochs } = this.#options.settings;
    for (let epoch = 0; epoch < epochs; epoch++) yield* this.#rollout.minibatches(minibatch, this.#shuffling);
  }

  /** All that a run needs to go on. @throws RangeError within a segment. */
  state(): TrainerState {
    if (!this.isAtSegment && !this.isDone)
      throw new RangeError("a trainer's state can be taken at the end of a segment only");
    return {
      steps: this.steps,
      parameters: this.#options.policy.parameters.values.slice(),
      adam: this.#engine.adamState(),
      collector: this.#collector.state(),
    };
  }

  /** Goes on from a state of this run. */
  restore(state: TrainerState): void {
    this.beginFrom(state);
    this.#updates = Math.round(state.steps / this.#rollout.samples);
  }

  /**
   * Begins with what another run has learned: its policy, Adam's memory, and what it knows of observations and rewards.
   * @throws InputError where that run's policy or observations are of another kind.
   */
  beginFrom({ parameters, adam, collector }: Omit<TrainerState, "steps">): void {
    const own = this.#options.policy.parameters.values;
    const { observationLength } = this.#options.environment;
    if (parameters.length !== own.length || collector.observationMoments.mean.length !== observationLength)
      throw new InputError(
        `the run to begin from has ${parameters.length} parameters and sees ${collector.observationMoments.mean.length} numbers, this one has ${own.length} and sees ${observationLength}: leave policy, encoding and sizes as they were`,
      );
    own.set(parameters);
    this.#engine.restore(adam);
    this.#collector.restore(collector);
  }

  /** Frees what the trainer holds in TensorFlow; it can't be used any more. */
  dispose(): void {
    this.#engine.dispose();
  }
}

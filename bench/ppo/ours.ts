import { ppo, random } from "fleetlab";
import { type OurCluster, ourEnvironment } from "./our-environment.js";
import type { SpeedSettings } from "./settings.js";
import type { Work } from "./work.js";

// What is timed is the library as it is built, as users run it.
const { ActorCritic, fastestEngine, gaussianBox, loadTensorFlow, mlp } = ppo;
const { ObservationNormalizer, Rollout, referenceEngine, Trainer } = ppo;
const { RandomStream } = random;

/** How the library can learn from a rollout; the first one is how it trains. */
export const OUR_ENGINES = ["compiled", "reference"] as const;
export type OurEngine = (typeof OUR_ENGINES)[number];
const ENGINES: Readonly<Record<OurEngine, ppo.EngineFactory>> = {
  compiled: fastestEngine,
  reference: referenceEngine,
};

/** Environment steps that a schedule would run over; more than any measurement takes. */
const TOTAL_STEPS = 1e12;

/** Which seeds are trained, and how. */
export interface OurSeeds {
  readonly seeds: number;
  readonly seed: number;
  readonly cluster: OurCluster;
  /** Threads that a seed's clusters are shared out over; default 1. */
  readonly clusterThreads?: number;
}

/** Rollouts and updates of `seeds` training seeds; a piece of the work is an update of the next one. */
export async function ourTraining(
  settings: SpeedSettings,
  { seeds, seed, cluster, clusterThreads = 1 }: OurSeeds,
): Promise<Work> {
  const tf = await loadTensorFlow();
  const members = Array.from({ length: seeds }, (_, k) => {
    const environment = ourEnvironment(settings, cluster, clusterThreads);
    return {
      environment,
      policy: policyFor(environment, settings, seed + k),
      settings: settings.ppo,
      totalSteps: TOTAL_STEPS,
      segmentSteps: TOTAL_STEPS,
      seed: seed + k,
    };
  });
  const steps = settings.clusters * settings.ppo.rolloutSteps;
  const tensors = () => tf.memory().numTensors;
  const trainers = members.map((member) => new Trainer(tf, member));
  let turn = 0;
  return {
    warmUpPieces: seeds,
    run: () => ({ steps, stepReward: trainers[turn++ % seeds].update().stepReward }),
    tensors,
  };
}

/** Updates alone, on one rollout recorded beforehand. */
export async function ourLearning(
  settings: SpeedSettings,
  seed: number,
  engineName: OurEngine,
): Promise<Work> {
  const tf = await loadTensorFlow();
  const { ppo: learning } = settings;
  const environment = ourEnvironment(settings, "bare");
  const policy = policyFor(environment, settings, seed);
  const rollout = recordedRollout(environment, policy, settings, seed);
  const engine = ENGINES[engineName](tf, policy, learning);
  const shuffling = RandomStream.of(seed, "minibatches");
  return {
    run() {
      engine.begin(rollout);
      for (let epoch = 0; epoch < learning.epochs; epoch++)
        for (const samples of rollout.minibatches(learning.minibatch, shuffling))
          engine.learn(samples, learning.learningRate.from);
      engine.end();
      return { steps: rollout.samples };
    },
    tensors: () => tf.memory().numTensors,
  };
}

function policyFor(
  { observationLength, actionLength }: ppo.TrainingEnvironment,
  { hidden }: SpeedSettings,
  seed: number,
): ppo.ActorCritic {
  const head = gaussianBox(actionLength);
  return new ActorCritic(mlp({ observationLength, outputLength: head.outputLength, hidden }), head, seed);
}

/** A rollout of the policy as it starts, with normalised observations. */
function recordedRollout(
  environment: ppo.TrainingEnvironment,
  policy: ppo.ActorCritic,
  { ppo: learning }: SpeedSettings,
  seed: number,
): ppo.Rollout {
  const { batch, observationLength, actionLength } = environment;
  const rollout = new Rollout(batch, learning.rolloutSteps, observationLength, actionLength);
  const noise = RandomStream.of(seed, "actions");
  const normalizer = new ObservationNormalizer(observationLength);
  const seen = new Float32Array(batch * observationLength);
  const reached = new Float32Array(batch * observationLength);
  const nextValues = new Float64Array(batch);
  const decisions = {
    actions: new Float32Array(batch * actionLength),
    logProbabilities: new Float64Array(batch),
  };
  const values = new Float64Array(batch);
  environment.reset(seed);
  for (let t = 0; t < rollout.steps; t++) {
    normalizer.update(environment.observations, batch);
    normalizer.normalize(environment.observations, batch, seen);
    policy.sample(seen, batch, noise, decisions);
    policy.values(seen, batch, values);
    environment.step(decisions.actions);
    normalizer.normalize(environment.reached, batch, reached);
    policy.values(reached, batch, nextValues);
    for (let b = 0; b < batch; b++) {
      const k = b * rollout.steps + t;
      const row = <A extends Float32Array>(array: A, length: number) =>
        array.subarray(b * length, (b + 1) * length);
      rollout.observations.set(row(seen, observationLength), k * observationLength);
      rollout.actions.set(row(decisions.actions, actionLength), k * actionLength);
      rollout.logProbabilities[k] = decisions.logProbabilities[b];
      rollout.values[k] = values[b];
      rollout.nextValues[k] = nextValues[b];
      rollout.rewards[k] = environment.rewards[b];
      rollout.truncated[k] = environment.truncated[b];
    }
  }
  rollout.computeAdvantages(learning.discount, learning.lambda);
  return rollout;
}

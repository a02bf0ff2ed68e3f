import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  ActorCritic,
  gaussianBox,
  loadTensorFlow,
  mlp,
  type PpoSettings,
  type TensorFlow,
  Trainer,
  type TrainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { RandomStream } from "../../lib/random/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

const SETTINGS: PpoSettings = {
  ...trainingPreset("ppo-writeup").ppo,
  rolloutSteps: 64,
  minibatch: 64,
  learningRate: { kind: "constant", from: 3e-3 },
  normalizeObservations: false,
  normalizeRewards: false,
};

/** Environments of one number in and one number out, whose episodes last `limit` steps. */
function toyEnvironment(options: {
  readonly batch: number;
  readonly limit: number;
  readonly next: (random: RandomStream) => number;
  readonly reward: (observation: number, action: number) => number;
}): TrainingEnvironment {
  const { batch, limit, next, reward } = options;
  let random = RandomStream.of(0);
  let steps = 0;
  const environment = {
    batch,
    observationLength: 1,
    actionLength: 1,
    observations: new Float64Array(batch),
    reached: new Float64Array(batch),
    rewards: new Float64Array(batch),
    terminated: new Uint8Array(batch),
    truncated: new Uint8Array(batch),
    reset(seed: number) {
      random = RandomStream.of(seed);
      steps = 0;
      for (let b = 0; b < batch; b++) environment.observations[b] = next(random);
    },
    step(actions: Float32Array) {
      steps++;
      environment.truncated.fill(steps % limit === 0 ? 1 : 0);
      for (let b = 0; b < batch; b++) {
        environment.rewards[b] = reward(environment.observations[b], actions[b]);
        environment.observations[b] = next(random);
        environment.reached[b] = environment.observations[b];
      }
    },
    takeMeans: () => ({}),
  };
  return environment;
}

const policyOf = (seed: number) =>
  new ActorCritic(mlp({ observationLength: 1, outputLength: 1, hidden: [16] }), gaussianBox(1), seed);

test("a constant reward of 1 is worth 1/(1 - gamma), although a time limit cuts every episode off", () => {
  const policy = policyOf(1);
  const settings = { ...SETTINGS, discount: 0.9, learningRate: { kind: "constant", from: 1e-2 } as const };
  const environment = toyEnvironment({ batch: 4, limit: 5, next: () => 1, reward: () => 1 });
  const trainer = new Trainer(tf, {
    environment,
    policy,
    settings,
    totalSteps: 16_000,
    segmentSteps: 16_000,
    seed: 1,
  });
  while (!trainer.isDone) trainer.update();
  const values = new Float64Array(1);
  policy.values(Float32Array.of(1), 1, values);
  assert.ok(Math.abs(values[0] - 10) < 0.2, `a value of ${values[0]}, not 10`);
});

test("a task of two states is solved: up in one, down in the other", () => {
  const policy = policyOf(2);
  const environment = toyEnvironment({
    batch: 4,
    limit: 20,
    next: (random) => (random.uniform() < 0.5 ? -1 : 1),
    reward: (observation, action) => (observation * action > 0.5 ? 1 : 0),
  });
  const trainer = new Trainer(tf, {
    environment,
    policy,
    settings: SETTINGS,
    totalSteps: 20_000,
    segmentSteps: 20_000,
    seed: 3,
  });
  const first = trainer.update().stepReward;
  let last = first;
  while (!trainer.isDone) last = trainer.update().stepReward;
  assert.ok(first < 0.5, `solved from the start: ${first}`);
  assert.ok(last > 0.95, `a mean reward of ${last} after learning`);
  const actions = new Float32Array(2);
  policy.mode(Float32Array.of(-1, 1), 2, actions);
  assert.ok(actions[0] < -0.5 && actions[1] > 0.5, String(actions));
});

test("epochs end early where the policy has moved too far", () => {
  const environment = toyEnvironment({
    batch: 4,
    limit: 20,
    next: () => 1,
    reward: (_, action) => action,
  });
  const spent = (targetKl: number | null) => {
    const policy = policyOf(2);
    const settings = {
      ...SETTINGS,
      epochs: 50,
      targetKl,
      learningRate: { kind: "constant", from: 1e-2 } as const,
    };
    const options = { environment, policy, settings, totalSteps: 256, segmentSteps: 256, seed: 3 };
    const trainer = new Trainer(tf, options);
    trainer.update();
    return trainer.state().adam.steps;
  };
  assert.equal(spent(null), 200);
  assert.ok(spent(0.01) < 100, `${spent(0.01)} gradient steps`);
});

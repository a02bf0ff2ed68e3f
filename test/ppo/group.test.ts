import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  configuredPolicy,
  loadTensorFlow,
  type MemberOptions,
  type TensorFlow,
  Trainer,
  TrainerGroup,
  type TrainingChanges,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";

const CONFIG = trainingConfig(
  {
    sizes: [3],
    clusters: 2,
    episodeSteps: 20,
    ppo: { rolloutSteps: 25, minibatch: 20, epochs: 2, learningRate: { kind: "linear", from: 1e-3 } },
  },
  trainingPreset("ppo-writeup"),
);

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

function member(seed: number, changes: TrainingChanges = {}): MemberOptions {
  const config = trainingConfig(changes, CONFIG);
  return {
    environment: trainingEnvironment(config),
    policy: configuredPolicy(config, seed),
    settings: config.ppo,
    totalSteps: 1000,
    segmentSteps: 100,
    seed,
  };
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assert.equal(a.length, b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((most, one) => Math.max(most, one), 0);
}

test("an update of a seed among ten is its update alone, to 1e-5; so is another learning rate's, or another reward's", () => {
  const changes = (seed: number): TrainingChanges => {
    if (seed === 4) return { ppo: { learningRate: { kind: "constant", from: 3e-3 } } };
    return seed === 5 ? { reward: { model: "writeup", weights: { friction: 3 } } } : {};
  };
  const members = Array.from({ length: 10 }, (_, seed) => member(seed, changes(seed)));
  const group = new TrainerGroup(tf, members);
  const together = group.update();
  for (const seed of [0, 4, 5, 9]) {
    const alone = member(seed, changes(seed));
    const trainer = new Trainer(tf, alone);
    const report = trainer.update();
    const [ours, own] = [members[seed].policy, alone.policy].map(({ parameters }) => parameters.values);
    assert.ok(furthest(ours, own) < 1e-5, `seed ${seed}: ${furthest(ours, own)}`);
    assert.ok(furthest(Object.values(together[seed]), Object.values(report)) < 1e-4);
    trainer.dispose();
  }
  assert.ok(furthest(members[0].policy.parameters.values, members[1].policy.parameters.values) > 1e-3);
  group.dispose();
});

test("a group's runs are the same bit for bit, also when they are taken up in the middle", () => {
  const run = (updates: number, states?: readonly ReturnType<Trainer["state"]>[]) => {
    const group = new TrainerGroup(tf, [member(1), member(2)]);
    states?.forEach((state, i) => {
      group.trainers[i].restore(state);
    });
    for (let i = 0; i < updates; i++) group.update();
    const result = group.trainers.map((trainer) => trainer.state());
    group.dispose();
    return result;
  };
  const whole = run(4);
  assert.deepEqual(run(4), whole);
  assert.deepEqual(run(2, run(2)), whole);
});

test("a group doesn't hold on to tensors", () => {
  const before = tf.memory().numTensors;
  const group = new TrainerGroup(tf, [member(1), member(2)]);
  group.update();
  const after = tf.memory().numTensors;
  for (let i = 0; i < 10; i++) group.update();
  assert.equal(tf.memory().numTensors, after);
  group.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test("what can't go in step is refused", () => {
  const other = member(2, { ppo: { clipRange: 0.1 } });
  assert.throws(() => new TrainerGroup(tf, [member(1), other]), /must be the same in a group/);
  const ahead = new TrainerGroup(tf, [member(1), member(2)]);
  ahead.trainers[0].restore({ ...ahead.trainers[1].state(), steps: 50 });
  assert.throws(() => ahead.update(), /same number of steps/);
  ahead.dispose();
});

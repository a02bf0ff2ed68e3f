import assert from "node:assert/strict";
import { before, test } from "node:test";
import { z } from "zod";
import { InputError } from "../../lib/check/index.js";
import { WriteupCluster, writeupSpec } from "../../lib/cluster/index.js";
import {
  configuredPolicy,
  type Encoding,
  encodings,
  fastestEngine,
  type Head,
  type HeadOutputs,
  heads,
  loadTensorFlow,
  PartRegistry,
  referenceEngine,
  rewards,
  type TensorFlow,
  Trainer,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { workloadByName } from "../../lib/workload/index.js";

/** One of `choices` numbers, 0 .. choices - 1, with probabilities softmax(outputs): the action vector is that number alone. */
function choiceHead(choices: number): Head {
  const logSoftmax = (outputs: ArrayLike<number>, row: number) => {
    const own = Array.from({ length: choices }, (_, i) => outputs[row * choices + i]);
    const total = own.reduce((sum, output) => sum + Math.exp(output), 0);
    return own.map((output) => output - Math.log(total));
  };
  const mean = (rows: number, of: (row: number) => number) =>
    Array.from({ length: rows }, (_, row) => of(row)).reduce((sum, value) => sum + value, 0) / rows;
  return {
    actionLength: 1,
    outputLength: choices,
    parameters: [],
    sample(_, outputs, rows, random, actions, logProbabilities) {
      for (let row = 0; row < rows; row++) {
        const logs = logSoftmax(outputs, row);
        let left = random.uniform();
        let choice = 0;
        while (choice < choices - 1 && left >= Math.exp(logs[choice])) left -= Math.exp(logs[choice++]);
        actions[row] = choice;
        logProbabilities[row] = logs[choice];
      }
    },
    mode(outputs, rows, actions) {
      for (let row = 0; row < rows; row++) {
        const logs = logSoftmax(outputs, row);
        actions[row] = logs.indexOf(Math.max(...logs));
      }
    },
    logProbabilities(tf, _, outputs, actions) {
      const chosen = tf.oneHot(tf.cast(tf.reshape(actions, [-1]), "int32"), choices);
      return tf.sum(tf.mul(tf.logSoftmax(outputs), chosen), 1);
    },
    entropies: (tf, _, outputs) => tf.neg(tf.sum(tf.mul(tf.softmax(outputs), tf.logSoftmax(outputs)), 1)),
    divergence: (p: HeadOutputs, q: HeadOutputs, rows) =>
      mean(rows, (row) => {
        const [own, other] = [logSoftmax(p.outputs, row), logSoftmax(q.outputs, row)];
        return own.reduce((sum, log, i) => sum + Math.exp(log) * (log - other[i]), 0);
      }),
    exploration: () => 1,
  };
}

/** The fleet and the rate as shares, now and one step ago, whatever N is; a choice of stop, hold and start comes back. */
function twoSharesEncoding(size: number, peakRate: number): Encoding<readonly number[]> {
  const weights = new Float64Array(size).fill(1);
  return {
    observationLength: 4,
    actionLength: 1,
    start: () => [0, 0],
    observe(observation, before, vector) {
      const now = [observation.fleetSize / size, observation.arrivalRate / peakRate];
      vector.set([...now, ...before]);
      return now;
    },
    action: (vector) => ({ weights, scale: vector[0] - 1 }),
  };
}

heads.register({
  kind: "test-choice",
  settings: { choices: z.int().min(2) },
  make: ({ choices }) => choiceHead(choices),
});
encodings.register({
  kind: "test-shares",
  settings: {},
  make: (_, { size, peakRate }) => twoSharesEncoding(size, peakRate),
});

const CONFIG = trainingConfig(
  {
    sizes: [2, 4],
    clusters: 5,
    steps: 400,
    episodeSteps: 8,
    encoding: { kind: "test-shares" },
    policy: { network: { hidden: [8] }, head: { kind: "test-choice", choices: 3 } },
    ppo: { rolloutSteps: 20, minibatch: 50, epochs: 2 },
  },
  trainingPreset("ppo-writeup"),
);

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

test("a categorical head and an encoding with a memory, registered from outside, train alike on both engines", () => {
  const [reference, compiled] = [referenceEngine, fastestEngine].map((engine) => {
    const policy = configuredPolicy(CONFIG, 1);
    const start = policy.parameters.values.slice();
    const trainer = new Trainer(tf, {
      environment: trainingEnvironment(CONFIG),
      policy,
      settings: CONFIG.ppo,
      totalSteps: CONFIG.steps,
      segmentSteps: CONFIG.steps,
      seed: 1,
      engine,
    });
    const reports = [trainer.update(), trainer.update()];
    trainer.dispose();
    assert.ok(policy.parameters.values.some((value, i) => value !== start[i]));
    return { reports, values: policy.parameters.values };
  });
  for (const { reports } of [reference, compiled])
    for (const { entropy, gradNorm, approxKl } of reports)
      assert.ok(entropy > 0 && entropy <= Math.log(3) + 1e-6 && gradNorm > 0 && approxKl > -1e-6);
  const furthest = Math.max(...reference.values.map((value, i) => Math.abs(value - compiled.values[i])));
  assert.ok(furthest < 1e-4, `parameters differ by up to ${furthest}`);
  assert.ok(Math.abs(reference.reports[0].policyLoss - compiled.reports[0].policyLoss) < 1e-5);
});

test("what the encoding remembers begins anew with every episode, in training and in an agent", async () => {
  const environment = trainingEnvironment(CONFIG);
  environment.reset(3);
  const before = (b: number) => [...environment.observations.slice(4 * b + 2, 4 * b + 4)];
  let seen = Array.from(environment.observations);
  for (let t = 0; t < 2 * CONFIG.episodeSteps; t++) {
    environment.step(new Float32Array(environment.batch).fill(t % 3));
    for (let b = 0; b < environment.batch; b++)
      assert.deepEqual(before(b), environment.truncated[b] ? [0, 0] : seen.slice(4 * b, 4 * b + 2));
    seen = Array.from(environment.observations);
  }
  const agent = trainedAgent(trainedPolicy(await train({ config: CONFIG, seed: 1 })));
  const cluster = new WriteupCluster({
    spec: writeupSpec({ size: 7 }),
    workload: workloadByName("writeup-test"),
    steps: 20,
  });
  const observation = cluster.reset(200_000);
  const start = agent.start(cluster.spec, 0);
  const { action, memory } = agent.decide(observation, start);
  assert.ok([-1, 0, 1].includes(action.scale));
  assert.deepEqual(start.seen, [0, 0], "deciding doesn't change the memory it is given");
  assert.equal((memory.seen as number[])[0], observation.fleetSize / 7, "an agent of any size");
});

test("a configuration's parts are checked by their own schemas", () => {
  const refused = (changes: unknown, message: RegExp) =>
    assert.throws(
      () => trainingConfig(changes, CONFIG, "mine.json"),
      (error: Error) => error instanceof InputError && message.test(error.message),
    );
  refused({ policy: { head: { choices: 1 } } }, /mine\.json: policy\.head\.choices is 1/);
  refused({ policy: { head: { sides: 6 } } }, /mine\.json: unknown key policy\.head\.sides/);
  refused(
    { policy: { head: { kind: "dice" } } },
    /policy\.head\.kind is "dice".*known: gaussian-box, categorical-scale, target-fleet, fleet-scale, test-choice/,
  );
  refused({ encoding: { kind: "writeup", slots: 0 } }, /encoding\.slots is 0/);
  refused({ reward: { model: "profit" } }, /reward\.model is "profit".*known: writeup, cost/);
  assert.throws(
    () => configuredPolicy(trainingConfig({ encoding: { kind: "writeup", slots: 4 } }, CONFIG), 1),
    /policy\.head makes one number an action, encoding reads 5/,
  );
});

test("another kind inherits nothing; of the same one a change keeps the rest, weights one by one", () => {
  const base = { model: "writeup", weights: { friction: 1, cost: 2 } };
  assert.deepEqual(rewards.changed(base, { weights: { cost: 3 } }), {
    model: "writeup",
    weights: { friction: 1, cost: 3 },
  });
  assert.deepEqual(rewards.changed(base, { model: "cost" }), { model: "cost" });
  const back = trainingConfig(
    { policy: { head: { kind: "gaussian-box" } }, encoding: { kind: "writeup" } },
    CONFIG,
  );
  assert.deepEqual(back.policy.head, { kind: "gaussian-box", logStdInit: 0 });
  assert.deepEqual(back.encoding, { kind: "writeup", slots: null });
});

test("two kinds of one name are refused", () => {
  const registry = new PartRegistry<void, number>("number").register({
    kind: "one",
    settings: {},
    make: () => 1,
  });
  assert.equal(registry.make({ kind: "one" }), 1);
  assert.throws(
    () => registry.register({ kind: "one", settings: {}, make: () => 2 }),
    /a number is called "one" already/,
  );
  assert.throws(
    () => registry.make({ kind: "two" }),
    /kind is "two": no number of this kind is registered; known: one/,
  );
});

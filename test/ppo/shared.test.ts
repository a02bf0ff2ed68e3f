import assert from "node:assert/strict";
import { before, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  ActorCritic,
  categorical,
  gaussianBox,
  jointHead,
  loadTensorFlow,
  ObservationNormalizer,
  shared,
  type TensorFlow,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";
import type { Tensor2D } from "../../lib/ppo/tensorflow.js";
import { RandomStream } from "../../lib/random/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

const FEATURES = 4;
const GLOBALS = 2;
const CHOICES = 3;

/** A policy of N containers with weights of a size that shows errors in the last layers, too. */
function policyOf(containers: number, container = [16, 12], pooled = [10]): ActorCritic {
  const head = jointHead(gaussianBox(containers, { sharedEntries: containers }), categorical(CHOICES));
  const network = shared({
    observationLength: FEATURES * containers + GLOBALS,
    outputLength: head.outputLength,
    layout: { containers, blocks: FEATURES },
    container,
    pooled,
  });
  const policy = new ActorCritic(network, head, 3);
  const random = RandomStream.of(4);
  policy.parameters.values.forEach((_, i, all) => {
    all[i] = 0.6 * random.normal();
  });
  return policy;
}

function observationsOf(policy: ActorCritic, rows: number): Float32Array {
  const random = RandomStream.of(5);
  return Float32Array.from({ length: rows * policy.network.observationLength }, () => random.normal());
}

/** Outputs and values by the plain pass. */
function plain(policy: ActorCritic, observations: Float32Array, rows: number) {
  const { outputs, values } = policy.network.plain(policy.parameters);
  return {
    outputs: outputs(observations, rows).slice(0, rows * policy.network.outputLength),
    values: values(observations, rows).slice(0, rows),
  };
}

function byTensorFlow(policy: ActorCritic, observations: Float32Array, rows: number) {
  return tf.tidy(() => {
    const named = policy.parameters.named(policy.parameters.tensors(tf));
    const given = tf.tensor2d(observations, [rows, policy.network.observationLength]);
    const { outputs, values } = policy.network.forward(tf, named, given);
    return { outputs: outputs.dataSync(), values: values.dataSync() };
  });
}

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`,
    );
}

test("one container and one of each layer: the outputs are those worked by hand", () => {
  const network = shared({
    observationLength: 2,
    outputLength: 2,
    layout: { containers: 1, blocks: 1 },
    container: [1],
    pooled: [],
  });
  const policy = new ActorCritic(network, gaussianBox(2), 1);
  const set = (name: string, ...values: number[]) => policy.parameters.array(name).set(values);
  // e = max(0, 2 x + 3 g - 1); weight = 0.5 max(0, e - 2 p + 10) + 1; whole = 4 p - g + 2; value = 7 p' + g, p' = max(0, -x).
  set("actor/container/0/weights", 2, 3);
  set("actor/container/0/bias", -1);
  set("actor/weight/0/weights", 1);
  set("actor/weight/0/pool/weights", -2);
  set("actor/weight/0/bias", 10);
  set("actor/weight/1/weights", 0.5);
  set("actor/weight/1/bias", 1);
  set("actor/pooled/0/weights", 4, -1);
  set("actor/pooled/0/bias", 2);
  set("critic/container/0/weights", -1, 0);
  set("critic/pooled/0/weights", 7, 1);
  // Row 1: x = 1, g = 2: e = 7, weight = 0.5 * 3 + 1, whole = 28 - 2 + 2. Row 2: x = -3, g = 1: e = 0, weight = 6, whole = 1.
  const found = plain(policy, Float32Array.of(1, 2, -3, 1), 2);
  assert.deepEqual([...found.outputs], [2.5, 28, 6, 1]);
  assert.deepEqual([...found.values], [2, 22]);
});

test("the plain pass and TensorFlow's agree, for one row and for many, whatever the widths", () => {
  for (const [container, pooled] of [
    [[7, 5], [6]],
    [[9], []],
    [
      [4, 6, 5],
      [8, 3],
    ],
  ])
    for (const containers of [1, 5, 25]) {
      const policy = policyOf(containers, container, pooled);
      const rows = 6;
      const observations = observationsOf(policy, rows);
      const [own, theirs] = [plain(policy, observations, rows), byTensorFlow(policy, observations, rows)];
      near(own.outputs, theirs.outputs, 1e-5, "outputs");
      near(own.values, theirs.values, 1e-5, "values");
      const { observationLength, outputLength } = policy.network;
      for (let row = 0; row < rows; row++) {
        const single = plain(
          policy,
          observations.subarray(row * observationLength, (row + 1) * observationLength),
          1,
        );
        assert.deepEqual(single.outputs, own.outputs.slice(row * outputLength, (row + 1) * outputLength));
        assert.equal(single.values[0], own.values[row]);
      }
    }
});

/** Containers in another order: place i of each block holds what place order[i] held. */
function permuted(observation: Float32Array, order: readonly number[]): Float32Array {
  const containers = order.length;
  return observation.map((value, k) =>
    k < FEATURES * containers
      ? observation[Math.floor(k / containers) * containers + order[k % containers]]
      : value,
  );
}

test("permuting containers permutes their weights, and leaves scale and value alone", () => {
  const policy = policyOf(5);
  const observation = observationsOf(policy, 1);
  const order = [3, 0, 4, 1, 2];
  for (const pass of [plain, byTensorFlow]) {
    const [before, after] = [observation, permuted(observation, order)].map((seen) => pass(policy, seen, 1));
    const weights = Array.from(before.outputs.slice(0, 5));
    assert.ok(new Set(weights).size === 5, "the weights differ");
    near(
      after.outputs,
      [...order.map((i) => weights[i]), ...before.outputs.slice(5)],
      1e-6,
      "outputs after permuting",
    );
    near(after.values, before.values, 1e-6, "values after permuting");
  }
});

test("the number of parameters doesn't depend on the number of containers, and equal containers have equal weights", () => {
  const counts = [2, 5, 25].map((containers) => policyOf(containers).parameters.values.length);
  assert.equal(new Set(counts).size, 1);
  const policy = policyOf(4);
  const observation = Float32Array.from({ length: FEATURES * 4 + GLOBALS }, (_, k) => Math.floor(k / 4));
  const { outputs } = plain(policy, observation, 1);
  assert.equal(new Set(outputs.slice(0, 4)).size, 1);
});

test("TensorFlow's slopes by all parameters are the differences of the plain pass", () => {
  const policy = policyOf(3);
  const rows = 4;
  const observations = observationsOf(policy, rows);
  const { outputLength } = policy.network;
  const random = RandomStream.of(6);
  const factors = Float32Array.from({ length: rows * (outputLength + 1) }, () => random.normal());
  const sum = () => {
    const { outputs, values } = plain(policy, observations, rows);
    return [...outputs, ...values].reduce((total, value, i) => total + factors[i] * value, 0);
  };
  const slopes = tf.tidy(() => {
    const given = tf.tensor2d(observations, [rows, policy.network.observationLength]);
    const [ofOutputs, ofValues] = [
      tf.tensor2d(factors.subarray(0, rows * outputLength), [rows, outputLength]),
      tf.tensor1d(factors.subarray(rows * outputLength)),
    ];
    const { grads } = tf.valueAndGrads((...tensors) => {
      const { outputs, values } = policy.network.forward(tf, policy.parameters.named(tensors), given);
      return tf.add(tf.sum(tf.mul(outputs as Tensor2D, ofOutputs)), tf.sum(tf.mul(values, ofValues)));
    })(policy.parameters.tensors(tf).slice(0, policy.network.parameters.length));
    return grads.flatMap((slope) => [...slope.dataSync()]);
  });
  const { values } = policy.parameters;
  let compared = 0;
  slopes.forEach((slope, i) => {
    const kept = values[i];
    const step = 2e-4;
    values[i] = kept + step;
    const [up, upper] = [sum(), values[i]];
    values[i] = kept - step;
    const difference = (up - sum()) / (upper - values[i]);
    values[i] = kept;
    near([slope], [difference], 2e-3, `slope ${i}`);
    if (slope !== 0) compared++;
  });
  assert.equal(
    slopes.length,
    policy.network.parameters.reduce((n, { shape }) => n + shape[0] * (shape[1] ?? 1), 0),
  );
  assert.ok(compared > 0.6 * slopes.length, `${compared} of ${slopes.length} slopes aren't 0`);
});

test("with a layout, containers' numbers of one kind are normalised alike, by what all have together", () => {
  // Two blocks of two containers, and one number of the cluster; two observations.
  const seen = [1, 3, 0, 0, 5, 3, 5, 4, 0, 7];
  const normalizer = new ObservationNormalizer(5, { layout: { containers: 2, blocks: 2 } });
  normalizer.update(seen, 2);
  const normalized = new Float32Array(10);
  normalizer.normalize(seen, 2, normalized);
  // Block one: 1, 3, 3, 5 have mean 3 and variance 2; block two: 0, 0, 4, 0 mean 1 and variance 3; the last: mean 6, variance 1.
  const root = Math.SQRT1_2;
  const third = 1 / Math.sqrt(3);
  near(normalized, [-2 * root, 0, -third, -third, -1, 0, 2 * root, 3 * third, -third, 1], 2e-3, "normalised");
});

test("parts that have no containers to read are refused, and senseless widths", () => {
  const network = { kind: "shared" };
  const preset = trainingPreset("ppo-writeup");
  assert.throws(
    () => trainingConfig({ policy: { network: { ...network, container: [] } } }, preset, "mine.json"),
    (error: Error) =>
      error instanceof InputError && /mine\.json: policy\.network\.container/.test(error.message),
  );
  assert.throws(
    () =>
      shared({
        observationLength: 7,
        outputLength: 2,
        layout: { containers: 2, blocks: 3 },
      }),
    /outputLength must be a whole number of at least 3, got 2/,
  );
});

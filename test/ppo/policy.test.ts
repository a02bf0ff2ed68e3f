import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  ActorCritic,
  gaussianBox,
  loadTensorFlow,
  mlp,
  policyShift,
  type TensorFlow,
} from "../../lib/ppo/index.js";
import { orthogonal } from "../../lib/ppo/policy/initial.js";
import { RandomStream } from "../../lib/random/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

const policyOf = (seed: number) =>
  new ActorCritic(mlp({ observationLength: 7, outputLength: 3, hidden: [16, 8] }), gaussianBox(3), seed);

test("orthogonal starts: the shorter side's vectors are orthonormal, times the gain", () => {
  for (const [rows, columns] of [
    [5, 3],
    [3, 5],
    [64, 64],
    [1, 4],
  ]) {
    const values = new Float32Array(rows * columns);
    orthogonal(values, rows, columns, 2, RandomStream.of(1));
    const at = (i: number, j: number) => values[i * columns + j];
    const [count, length, entry] =
      rows <= columns ? [rows, columns, at] : [columns, rows, (k: number, i: number) => at(i, k)];
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let i = 0; i < length; i++) product += entry(a, i) * entry(b, i);
        assert.ok(
          Math.abs(product - (a === b ? 4 : 0)) < 1e-5,
          `${rows} x ${columns}: ${a}, ${b}: ${product}`,
        );
      }
  }
});

test("the plain forward pass and TensorFlow's agree, for one row and for many", () => {
  const policy = policyOf(3);
  // A start of .01 would hide errors in the last layer.
  policy.parameters.array("actor/2/weights").forEach((value, i, all) => {
    all[i] = 100 * value;
  });
  const rows = 9;
  const random = RandomStream.of(4);
  const observations = Float32Array.from({ length: rows * 7 }, () => random.normal());
  const into = {
    actions: new Float32Array(rows * 3),
    logProbabilities: new Float64Array(rows),
  };
  const values = new Float64Array(rows);
  policy.sample(observations, rows, RandomStream.of(5), into);
  policy.values(observations, rows, values);
  tf.tidy(() => {
    const found = policy.evaluate(
      tf,
      policy.parameters.tensors(tf),
      tf.tensor2d(observations, [rows, 7]),
      tf.tensor2d(into.actions, [rows, 3]),
    );
    found.values.dataSync().forEach((value, row) => {
      assert.ok(Math.abs(value - values[row]) < 1e-5);
    });
    found.logProbabilities.dataSync().forEach((value, row) => {
      assert.ok(Math.abs(value - into.logProbabilities[row]) < 1e-4);
    });
  });
  const single = new Float64Array(1);
  for (let row = 0; row < rows; row++) {
    policy.values(observations.subarray(7 * row, 7 * row + 7), 1, single);
    assert.equal(single[0], values[row]);
  }
});

test("drawn actions have the mean and deviation of the head", () => {
  const policy = policyOf(3);
  policy.parameters.array("head/log-deviation").set([-1, 0, 1]);
  const rows = 20_000;
  const observations = new Float32Array(rows * 7).fill(0.5);
  const into = {
    actions: new Float32Array(rows * 3),
    logProbabilities: new Float64Array(rows),
  };
  policy.sample(observations, rows, RandomStream.of(6), into);
  const mode = new Float32Array(3);
  policy.mode(observations.subarray(0, 7), 1, mode);
  [-1, 0, 1].forEach((logDeviation, i) => {
    const own = Array.from({ length: rows }, (_, row) => into.actions[3 * row + i]);
    const mean = own.reduce((sum, value) => sum + value, 0) / rows;
    const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
    const expected = Math.exp(logDeviation);
    assert.ok(Math.abs(mean - mode[i]) < (4 * expected) / Math.sqrt(rows));
    assert.ok(Math.abs(deviation / expected - 1) < 0.03);
  });
});

test("how far a policy has moved stays finite where a ratio is as good as 0", () => {
  const { approxKl, clipFraction } = policyShift(Float32Array.of(-200, 0), 0.3);
  assert.ok(Math.abs(approxKl - 199 / 2) < 1e-9);
  assert.equal(clipFraction, 0.5);
});

test("a seed gives the same weights, another one others; parts that don't fit are refused", () => {
  assert.deepEqual(policyOf(1).parameters.values, policyOf(1).parameters.values);
  assert.notDeepEqual(policyOf(1).parameters.values, policyOf(2).parameters.values);
  assert.throws(
    () => new ActorCritic(mlp({ observationLength: 2, outputLength: 3, hidden: [] }), gaussianBox(2), 1),
    /the head reads 2 outputs, the network has 3/,
  );
  assert.throws(() => mlp({ observationLength: 2, outputLength: 3, hidden: [0] }), /hidden\[0\].*0/);
});

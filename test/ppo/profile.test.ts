import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  configuredPolicy,
  Laps,
  loadTensorFlow,
  matrixProductRate,
  mlp,
  networkArithmetic,
  type TensorFlow,
  Trainer,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

test("laps belong to the part that they end; without a name they belong to none", () => {
  let time = 0;
  const laps = new Laps(() => time);
  for (const [passed, part] of [
    [1_000, "environment"],
    [500, undefined],
    [250, "learning"],
    [2_000, "environment"],
  ] as const) {
    time += passed;
    laps.lap(part);
  }
  assert.equal(laps.seconds.environment, 3);
  assert.equal(laps.seconds.learning, 0.25);
  assert.equal(laps.seconds.inference, 0);
});

test("a trainer's laps make up the time of its updates", () => {
  const config = trainingConfig(
    { sizes: [3], clusters: 8, ppo: { rolloutSteps: 32 } },
    trainingPreset("ppo-writeup"),
  );
  const laps = new Laps(() => performance.now());
  const trainer = new Trainer(tf, {
    environment: trainingEnvironment(config),
    policy: configuredPolicy(config, 1),
    settings: config.ppo,
    totalSteps: 1e6,
    segmentSteps: 1e6,
    seed: 1,
    laps,
  });
  const start = performance.now();
  for (let i = 0; i < 20; i++) trainer.update();
  const spent = (performance.now() - start) / 1000;
  trainer.dispose();
  const parts = Object.values(laps.seconds);
  const sum = parts.reduce((total, part) => total + part, 0);
  assert.ok(parts.every((part) => part > 0));
  assert.ok(sum > 0.8 * spent && sum < spent, `${sum} s of ${spent} s`);
});

test("arithmetic of two perceptrons of 3-4-2 and 3-4-1, counted by hand", () => {
  const network = mlp({ observationLength: 3, outputLength: 2, hidden: [4] });
  // Products: 12 + 8 forward in one and 12 + 4 in the other; as many for slopes; 8 + 4 handed back.
  assert.deepEqual(networkArithmetic(network), { forward: 2 * 36, gradient: 2 * (36 + 36 + 12) });
});

test("a rate of matrix products is measured, and leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const trial = { rows: 256, inner: 64, columns: 64, repeats: 20, now: () => performance.now() };
  const rate = matrixProductRate(tf, trial);
  assert.ok(rate > 1e8 && rate < 1e13, `${rate} operations/s`);
  assert.equal(tf.memory().numTensors, before);
  assert.throws(() => matrixProductRate(tf, { ...trial, rows: 0 }), RangeError);
});

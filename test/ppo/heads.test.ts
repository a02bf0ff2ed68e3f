import assert from "node:assert/strict";
import { before, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  categorical,
  configuredPolicy,
  gaussianBox,
  type Head,
  jointHead,
  loadTensorFlow,
  ParameterVector,
  type TensorFlow,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { RandomStream } from "../../lib/random/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);
const vectorOf = (head: Head, seed = 1) => new ParameterVector(head.parameters, RandomStream.of(seed));

/** Log probabilities and entropies of a head by TensorFlow, and the gradient of the summed log probabilities by the outputs. */
function byTensorFlow(head: Head, parameters: ParameterVector, outputs: Float32Array, actions: Float32Array) {
  const rows = outputs.length / head.outputLength;
  return tf.tidy(() => {
    const named = parameters.named(parameters.tensors(tf));
    const given = tf.tensor2d(outputs, [rows, head.outputLength]);
    const taken = tf.tensor2d(actions, [rows, head.actionLength]);
    const logProbabilities = (x: typeof given) => head.logProbabilities(tf, named, x, taken);
    return {
      logProbabilities: logProbabilities(given).dataSync(),
      entropies: head.entropies(tf, named, given).dataSync(),
      gradient: tf
        .grad((x) => tf.sum(logProbabilities(x as typeof given)))(given)
        .dataSync(),
    };
  });
}

function sampled(head: Head, parameters: ParameterVector, outputs: Float64Array, seed: number) {
  const rows = outputs.length / head.outputLength;
  const actions = new Float32Array(rows * head.actionLength);
  const logProbabilities = new Float64Array(rows);
  head.sample(parameters, outputs, rows, RandomStream.of(seed), actions, logProbabilities);
  return { rows, actions, logProbabilities };
}

/** Probabilities 1/8, 2/8, 5/8. */
const EIGHTHS = [Math.log(1), Math.log(2), Math.log(5)];

test("a choice with probabilities 1/8, 2/8 and 5/8: logarithms, entropy, divergence and slopes as by hand", () => {
  const head = categorical(3);
  const parameters = vectorOf(head);
  // The constant doesn't matter.
  const outputs = Float32Array.from([0, 1, 2].flatMap((row) => EIGHTHS.map((z) => z + 10 * row)));
  const found = byTensorFlow(head, parameters, outputs, Float32Array.of(0, 1, 2));
  const probabilities = [1 / 8, 2 / 8, 5 / 8];
  const entropy = (3 * Math.log(8) - 2 * Math.log(2) - 5 * Math.log(5) + 5 * Math.log(8)) / 8;
  for (let row = 0; row < 3; row++) {
    near(found.logProbabilities[row], Math.log(probabilities[row]), 2e-6);
    near(found.entropies[row], entropy, 2e-6);
    // d ln p_c / d z_j = 1 where j is c, less p_j.
    for (let j = 0; j < 3; j++)
      near(found.gradient[3 * row + j], (j === row ? 1 : 0) - probabilities[j], 1e-6);
  }
  const [p, q] = [EIGHTHS, [0, 0, 0]].map((z) => ({ parameters, outputs: Float64Array.from(z) }));
  // From even thirds: ln 3 less the entropy; to them: -ln of the thrice the geometric mean.
  near(head.divergence(p, q, 1), Math.log(3) - entropy);
  near(head.divergence(q, p, 1), -Math.log(3) - (Math.log(1 / 8) + Math.log(2 / 8) + Math.log(5 / 8)) / 3);
  near(head.divergence(p, p, 1), 0);
  const two = { parameters, outputs: Float64Array.from([...EIGHTHS, 0, 0, 0]) };
  const other = { parameters, outputs: Float64Array.from([0, 0, 0, 0, 0, 0]) };
  near(head.divergence(two, other, 2), (Math.log(3) - entropy) / 2);
});

test("choices are drawn as often as they are likely, each with its own log probability; without noise the likeliest, the first of several", () => {
  const head = categorical(3);
  const rows = 40_000;
  const outputs = Float64Array.from({ length: 3 * rows }, (_, k) => EIGHTHS[k % 3]);
  const { actions, logProbabilities } = sampled(head, vectorOf(head), outputs, 2);
  [1 / 8, 2 / 8, 5 / 8].forEach((probability, choice) => {
    const count = actions.filter((action) => action === choice).length;
    const deviation = Math.sqrt(rows * probability * (1 - probability));
    assert.ok(Math.abs(count - rows * probability) < 4 * deviation, `choice ${choice}: ${count} of ${rows}`);
    near(logProbabilities[actions.indexOf(choice)], Math.log(probability));
  });
  const modes = new Float32Array(2);
  head.mode(Float64Array.of(0, 2, 1, 3, 1, 3), 2, modes);
  assert.deepEqual([...modes], [1, 0]);
});

test("outputs far apart neither overflow nor give a probability of a choice that never is", () => {
  const head = categorical(3);
  const outputs = [1e4, 0, -1e4];
  const { actions, logProbabilities } = sampled(head, vectorOf(head), Float64Array.from(outputs), 3);
  assert.deepEqual([actions[0], logProbabilities[0]], [0, 0]);
  const found = byTensorFlow(head, vectorOf(head), Float32Array.from(outputs), Float32Array.of(0));
  near(found.logProbabilities[0], 0);
  near(found.entropies[0], 0);
});

test("two heads side by side: columns are each head's own, probabilities multiply, entropies and divergences add up", () => {
  const [weights, choice] = [gaussianBox(2, { logStdInit: -1 }), categorical(3)];
  const head = jointHead(weights, choice);
  const parameters = vectorOf(head);
  parameters.array("head/log-deviation").set([-1, 0.5]);
  const rows = 3;
  const random = RandomStream.of(4);
  const outputs = Float64Array.from({ length: 5 * rows }, () => Math.fround(random.normal()));
  const { actions, logProbabilities } = sampled(head, parameters, outputs, 5);
  const found = byTensorFlow(head, parameters, Float32Array.from(outputs), actions);
  const columns = (from: number, to: number) =>
    Float64Array.from([0, 1, 2].flatMap((row) => [...outputs.slice(5 * row + from, 5 * row + to)]));
  for (let row = 0; row < rows; row++) {
    const [a0, a1, c] = actions.subarray(3 * row, 3 * row + 3);
    const [m0, m1, ...z] = outputs.subarray(5 * row, 5 * row + 5);
    const density = (a: number, mean: number, deviation: number) =>
      Math.exp(-0.5 * ((a - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
    const odds = z.map(Math.exp);
    const total = odds[0] + odds[1] + odds[2];
    const probability = density(a0, m0, Math.exp(-1)) * density(a1, m1, Math.exp(0.5)) * (odds[c] / total);
    near(logProbabilities[row], Math.log(probability), 1e-9);
    near(found.logProbabilities[row], Math.log(probability), 1e-5);
    const ofChoice = odds.reduce((sum, odd) => sum - (odd / total) * Math.log(odd / total), 0);
    near(found.entropies[row], Math.log(2 * Math.PI * Math.E) - 1 + 0.5 + ofChoice, 1e-5);
  }
  const others = vectorOf(head);
  const moved = outputs.map((value, i) => value + 0.1 * i);
  const movedColumns = (from: number, to: number) =>
    columns(from, to).map((_, i) => moved[5 * Math.floor(i / (to - from)) + from + (i % (to - from))]);
  const whole = head.divergence({ parameters, outputs }, { parameters: others, outputs: moved }, rows);
  const parts = [
    [weights, 0, 2],
    [choice, 2, 5],
  ] as const;
  const sum = parts.reduce(
    (before, [part, from, to]) =>
      before +
      part.divergence(
        { parameters, outputs: columns(from, to) },
        { parameters: others, outputs: movedColumns(from, to) },
        rows,
      ),
    0,
  );
  assert.ok(sum > 0.1);
  near(whole, sum);
  const mode = new Float32Array(3 * rows);
  head.mode(outputs, rows, mode);
  assert.deepEqual([...mode.subarray(3, 5)], [...outputs.subarray(5, 7)].map(Math.fround));
});

test("entries that share a deviation count each: as if it stood there for all of them", () => {
  const shared = gaussianBox(4, { sharedEntries: 3 });
  const apart = gaussianBox(4);
  const [own, each] = [vectorOf(shared), vectorOf(apart)];
  assert.deepEqual([own.values.length, each.values.length], [2, 4]);
  own.values.set([-0.7, 0.2]);
  each.values.set([-0.7, -0.7, -0.7, 0.2]);
  const outputs = Float64Array.of(0.5, -1, 2, 0.25, 1, 1, 0, 0);
  const [first, second] = [sampled(shared, own, outputs, 6), sampled(apart, each, outputs, 6)];
  assert.deepEqual(first, second);
  const given = Float32Array.from(outputs);
  const [one, other] = [
    byTensorFlow(shared, own, given, first.actions),
    byTensorFlow(apart, each, given, first.actions),
  ];
  for (const key of ["logProbabilities", "entropies", "gradient"] as const)
    one[key].forEach((value, i) => {
      near(value, other[key][i], 1e-5);
    });
  const moved = outputs.map((value) => value + 1);
  const divergence = (head: Head, parameters: ParameterVector) =>
    head.divergence({ parameters, outputs }, { parameters: vectorOf(head), outputs: moved }, 2);
  near(divergence(shared, own), divergence(apart, each));
  near(shared.exploration(own), (3 * Math.exp(-0.7) + Math.exp(0.2)) / 4, 1e-6);
});

const CONFIG = trainingConfig({ sizes: [5] }, trainingPreset("ppo-writeup"));

test("deviations start where the configuration says, the scale entry's elsewhere, as one for all weights where it is shared", () => {
  const deviations = (policy: object, encoding: object = {}) => [
    ...configuredPolicy(trainingConfig({ policy, encoding }, CONFIG), 1).parameters.array(
      "head/log-deviation",
    ),
  ];
  assert.deepEqual(
    deviations({ head: { logStdInit: -0.5, scaleLogStdInit: -2 } }),
    [-0.5, -0.5, -0.5, -0.5, -0.5, -2],
  );
  assert.deepEqual(
    deviations({ head: { sharedDeviation: true, logStdInit: -1, scaleLogStdInit: 0.5 } }),
    [-1, 0.5],
  );
  const head = { kind: "categorical-scale", logStdInit: -0.5 };
  assert.deepEqual(deviations({ head }, { scale: "command" }), [-0.5, -0.5, -0.5, -0.5, -0.5]);
  assert.deepEqual(deviations({ head: { ...head, sharedDeviation: true } }, { scale: "command" }), [-0.5]);
});

test("a categorical scale has 2k + 1 commands, a target fleet N sizes; a head that doesn't fit its encoding is refused", () => {
  const outputs = (changes: object) => configuredPolicy(trainingConfig(changes, CONFIG), 1).head.outputLength;
  const command = { encoding: { scale: "command" }, policy: { head: { kind: "categorical-scale" } } };
  const target = { encoding: { scale: "target" }, policy: { head: { kind: "target-fleet" } } };
  assert.equal(outputs(command), 5 + 3);
  assert.equal(outputs({ ...command, cluster: "sim", spec: { largestScaleStep: 4 } }), 5 + 9);
  assert.equal(outputs(target), 5 + 5);
  const refused = (changes: object, message: RegExp) =>
    assert.throws(
      () => outputs(changes),
      (error: Error) => error instanceof InputError && message.test(error.message),
    );
  refused(
    { policy: command.policy },
    /^policy\.head categorical-scale chooses a command, but encoding\.scale reads numbers of any size: set encoding\.scale to command$/,
  );
  refused(
    { ...target, encoding: { scale: "command" } },
    /target-fleet chooses a target, but encoding\.scale reads a command/,
  );
  refused(
    { encoding: { scale: "target" } },
    /gaussian-box draws numbers of any size, but encoding\.scale target reads the number of a choice/,
  );
  assert.throws(
    () => trainingConfig({ encoding: { scale: "both" } }, CONFIG, "mine.json"),
    /mine\.json: encoding\.scale is "both"/,
  );
});

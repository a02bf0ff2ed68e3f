import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import {
  ActorCritic,
  gaussianBox,
  generalizedAdvantage,
  Learner,
  loadTensorFlow,
  mlp,
  ObservationNormalizer,
  type PpoSettings,
  policyShift,
  ppoLoss,
  RewardNormalizer,
  RunningMoments,
  scheduled,
  type TensorFlow,
  trainingPreset,
} from "../../lib/ppo/index.js";
import type { Tensor2D } from "../../lib/ppo/tensorflow.js";

// Made by Stable-Baselines3 itself: see test/golden/sb3_golden.py. TensorFlow here computes in single precision.
const golden = JSON.parse(readFileSync(join(__dirname, "../golden/sb3.json"), "utf8"));
const SINGLE = 2e-5;

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.ok(error <= tolerance, `${what}[${i}]: ${actual[i]}, expected ${value}`);
  });
}

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

test("advantages and returns, with terminations and time limits", () => {
  for (const { name, dtype, advantages, returns, ...input } of golden.gae) {
    const found = generalizedAdvantage(input);
    const tolerance = dtype === "float64" ? 1e-12 : 1e-5;
    near(found.advantages, advantages, tolerance, `${name}: advantages`);
    near(found.returns, returns, tolerance, `${name}: returns`);
  }
});

test("running mean and variance", () => {
  const { batches } = golden.normalizer.runningMean;
  const moments = new RunningMoments(batches[0].mean.length);
  for (const { batch, mean, variance, count } of batches) {
    moments.update(batch.flat(), batch.length);
    near(moments.mean, mean, 1e-12, "mean");
    near(moments.variance, variance, 1e-12, "variance");
    near([moments.count], [count], 1e-12, "count");
  }
});

test("normalised observations and rewards, step by step", () => {
  for (const { name, clip, discount, reset, steps } of golden.normalizer.vectors) {
    const observations = new ObservationNormalizer(reset.observation.length, { clip });
    const rewards = new RewardNormalizer(1, discount, clip);
    const seen = new Float32Array(reset.observation.length);
    const reward = new Float64Array(1);
    observations.update(reset.observation, 1);
    observations.normalize(reset.observation, 1, seen);
    near(seen, reset.normalisedObservation, 1e-6, `${name}: after the reset`);
    steps.forEach((step: (typeof steps)[number], i: number) => {
      observations.update(step.observation, 1);
      observations.normalize(step.observation, 1, seen);
      rewards.normalize([step.reward], [Number(step.done)], reward);
      near(seen, step.normalisedObservation, 1e-6, `${name}, step ${i}: observation`);
      near(reward, [step.normalisedReward], 1e-6, `${name}, step ${i}: reward`);
      near([rewards.state().variance[0]], [step.returnVariance], 1e-6, `${name}, step ${i}: variance`);
    });
  }
});

test("the learning rate of each update", () => {
  for (const { name, initial, totalTimesteps, updates } of golden.schedule)
    for (const { timesteps, learningRate } of updates) {
      const found = scheduled({ kind: "linear", from: initial }, timesteps, totalTimesteps);
      // A last rollout that overshoots would have a negative rate there; ours stays at 0.
      near([found], [Math.max(0, learningRate)], 1e-12, `${name} after ${timesteps}`);
    }
});

test("log densities, loss, its parts and its gradients", () => {
  for (const each of golden.loss) {
    const head = gaussianBox(each.logStd.length);
    const advantages = each.normaliseAdvantages ? standardized(each.advantages) : each.advantages;
    const settings = {
      clipRange: each.clip,
      vfCoef: each.valueWeight,
      entCoef: each.entropyWeight,
    };
    tf.tidy(() => {
      const actions = tf.tensor2d(each.actions);
      const partsOf = (means: Tensor2D, logDeviation: Tensor2D, values: Tensor2D) => {
        const parameters = { "head/log-deviation": logDeviation };
        const policy = {
          logProbabilities: head.logProbabilities(tf, parameters, means, actions),
          entropies: head.entropies(tf, parameters, means),
          values: values.as1D(),
        };
        const targets = {
          logProbabilities: tf.tensor1d(each.oldLogProbs),
          advantages: tf.tensor1d(advantages),
          returns: tf.tensor1d(each.returns),
        };
        return { policy, parts: ppoLoss(tf, policy, targets, settings) };
      };
      const inputs = [tf.tensor2d(each.means), tf.tensor1d(each.logStd), tf.tensor1d(each.values)] as never[];
      const { policy, parts } = partsOf(...(inputs as unknown as [Tensor2D, Tensor2D, Tensor2D]));
      near(policy.logProbabilities.dataSync(), each.logProbs, SINGLE, `${each.name}: log densities`);
      near(policy.entropies.dataSync(), each.entropies, SINGLE, `${each.name}: entropies`);
      for (const [part, value] of [
        [parts.policy, each.policyLoss],
        [parts.value, each.valueLoss],
        [parts.entropy, each.entropyLoss],
        [parts.total, each.loss],
      ])
        near(part.dataSync(), [value], SINGLE, each.name);
      const { approxKl, clipFraction } = policyShift(parts.logRatios.dataSync() as Float32Array, each.clip);
      near([approxKl, clipFraction], [each.approximateKl, each.clipFraction], SINGLE, each.name);
      const slopes = tf.grads((...args) => partsOf(...(args as [Tensor2D, Tensor2D, Tensor2D])).parts.total)(
        inputs,
      );
      const { means, logStd, values } = each.gradients;
      near(slopes[0].dataSync(), means.flat(), SINGLE, `${each.name}: gradient by means`);
      near(slopes[1].dataSync(), logStd, SINGLE, `${each.name}: gradient by deviations`);
      near(slopes[2].dataSync(), values, SINGLE, `${each.name}: gradient by values`);
    });
  }
});

/** Where the golden file keeps each of our parameters; its weights stand outputs by inputs. */
const PARAMETERS: Readonly<Record<string, string>> = {
  "actor/0/weights": "policyWeights1",
  "actor/0/bias": "policyBiases1",
  "actor/1/weights": "policyWeights2",
  "actor/1/bias": "policyBiases2",
  "actor/2/weights": "meanWeights",
  "actor/2/bias": "meanBiases",
  "critic/0/weights": "valueWeights1",
  "critic/0/bias": "valueBiases1",
  "critic/1/weights": "valueWeights2",
  "critic/1/bias": "valueBiases2",
  "critic/2/weights": "valueWeights3",
  "critic/2/bias": "valueBiases3",
  "head/log-deviation": "logStd",
};

const transposed = (rows: number[][]) => rows[0].map((_, i) => rows.map((row) => row[i]));
const flat = (value: number[] | number[][]) =>
  Array.isArray(value[0]) ? transposed(value as number[][]).flat() : (value as number[]);

test("forward pass, and three whole updates: clipping of the gradient and Adam included", () => {
  for (const each of golden.network) {
    const policy = new ActorCritic(
      mlp({ observationLength: 5, outputLength: 3, hidden: [4, 4] }),
      gaussianBox(3),
      0,
    );
    for (const [name, key] of Object.entries(PARAMETERS))
      policy.parameters.array(name).set(flat(each.parameters[key]));
    const observations = Float32Array.from(each.forward.observations.flat());
    const rows = each.forward.observations.length;
    const means = new Float32Array(rows * 3);
    const values = new Float64Array(rows);
    policy.mode(observations, rows, means);
    policy.values(observations, rows, values);
    near(means, each.forward.means.flat(), 1e-6, "means");
    near(values, each.forward.values, 1e-6, "values");

    const settings: PpoSettings = {
      ...trainingPreset("ppo-writeup").ppo,
      clipRange: each.clip,
      vfCoef: each.valueWeight,
      entCoef: each.entropyWeight,
      normalizeAdvantages: each.normaliseAdvantages,
      maxGradNorm: each.maxGradientNorm,
    };
    const learner = new Learner(tf, policy, settings);
    const tensors = tf.memory().numTensors;
    each.minibatches.forEach((minibatch: (typeof each.minibatches)[number], i: number) => {
      const { gradNorm } = learner.learn(
        {
          observations: Float32Array.from(minibatch.observations.flat()),
          actions: Float32Array.from(minibatch.actions.flat()),
          logProbabilities: Float32Array.from(minibatch.oldLogProbs),
          advantages: Float32Array.from(minibatch.advantages),
          returns: Float32Array.from(minibatch.returns),
        },
        each.learningRate,
      );
      near([gradNorm], [each.gradientNorms[i]], SINGLE, `${each.name}: gradient norm ${i}`);
      const after = each.parametersAfter[String(i + 1)];
      if (after === undefined) return;
      for (const [name, key] of Object.entries(PARAMETERS))
        near(policy.parameters.array(name), flat(after[key]), SINGLE, `${each.name}: ${name} after ${i + 1}`);
    });
    assert.equal(tf.memory().numTensors, tensors, "learning leaves no tensor behind");
  }
});

function standardized(values: readonly number[]): number[] {
  if (values.length < 2) return [...values];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1)) + 1e-8;
  return values.map((value) => (value - mean) / deviation);
}

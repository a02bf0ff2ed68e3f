import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import {
  bootstrapInterval,
  type Limits,
  mean,
  meanInterval,
  NOT_NEGATIVE,
  NOT_POSITIVE,
  predictionInterval,
  SHARE,
} from "../../lib/statistics/index.js";
import { close } from "../queueing/close.js";

test("a mean's interval within limits, by hand: Student's half-width is carried to the log odds and back", () => {
  // m = 0.5, s = 0.1, t(3 samples) = 4.302653: h = 0.248414, and the log odds move by h / (0.5 * 0.5) = 0.993655.
  const share = meanInterval([0.4, 0.5, 0.6], { limits: SHARE });
  close(share.upper, 1 / (1 + Math.exp(-0.993655)), 1e-5);
  close(share.lower, 1 - share.upper, 1e-12);
  const positive = meanInterval([0.4, 0.5, 0.6], { limits: NOT_NEGATIVE });
  close(positive.upper, 0.5 * Math.exp(0.248414 / 0.5), 1e-5);
  close(positive.lower * positive.upper, 0.25, 1e-12);
  const negative = meanInterval([-0.4, -0.5, -0.6], { limits: NOT_POSITIVE });
  assert.deepEqual([negative.lower, negative.upper], [-positive.upper, -positive.lower]);
});

test("within limits it holds the mean, stays inside, and has no room where all samples stand at a limit", () => {
  const wide = meanInterval([0.01, 0.02, 0.99], { limits: SHARE });
  assert.ok(0 < wide.lower && wide.lower < wide.estimate && wide.estimate < wide.upper && wide.upper < 1);
  assert.deepEqual(meanInterval([0, 0, 0], { limits: SHARE }), { estimate: 0, lower: 0, upper: 0 });
  assert.deepEqual(meanInterval([1, 1], { limits: SHARE }), { estimate: 1, lower: 1, upper: 1 });
});

test("far from the limits it is Student's interval", () => {
  const samples = [0.5, 0.5001, 0.5002];
  const [within, plain] = [meanInterval(samples, { limits: SHARE }), meanInterval(samples)];
  close(within.lower, plain.lower, 1e-7);
  close(within.upper, plain.upper, 1e-7);
});

test("a sample outside the limits is refused", () => {
  assert.throws(
    () => meanInterval([0.2, 1.2], { limits: SHARE }),
    /samples must be between 0 and 1, got 1.2/,
  );
});

test("one more run: mean +- t s sqrt(1 + 1/n), within its limits", () => {
  // t(0.975, 2) = 4.302653 (scipy.stats.t.ppf(0.975, 2)); s = 1.
  const { estimate, lower, upper } = predictionInterval([9, 10, 11]);
  close(estimate, 10, 1e-12);
  close(upper, 10 + 4.302653 * Math.sqrt(4 / 3), 1e-5);
  close(lower, 10 - 4.302653 * Math.sqrt(4 / 3), 1e-5);
  assert.equal(predictionInterval([1, 3]).lower, 0);
  assert.deepEqual(predictionInterval([2]), { estimate: 2, lower: Number.NaN, upper: Number.NaN });
});

/** Share of repetitions in which an interval from `n` samples holds the true mean. */
function coverage(
  n: number,
  draw: (random: RandomStream) => number,
  interval: (samples: number[]) => { lower: number; upper: number },
) {
  const random = RandomStream.of(1, "coverage");
  const truth = mean(Array.from({ length: 200_000 }, () => draw(random)));
  const repetitions = 2000;
  let holds = 0;
  for (let i = 0; i < repetitions; i++) {
    const { lower, upper } = interval(Array.from({ length: n }, () => draw(random)));
    if (lower <= truth && truth <= upper) holds++;
  }
  return holds / repetitions;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const QUANTITIES: Record<string, readonly [limits: Limits, draw: (random: RandomStream) => number]> = {
  "share near 0": [SHARE, (random) => logistic(-4 + random.normal())],
  "share near 1": [SHARE, (random) => logistic(2.5 + random.normal())],
  "share anywhere": [SHARE, (random) => random.uniform()],
  "share near either end": [SHARE, (random) => logistic(2 * random.normal())],
  "latency with a long tail": [NOT_NEGATIVE, (random) => Math.exp(random.normal())],
};

for (const [name, [limits, draw]] of Object.entries(QUANTITIES))
  for (const n of [3, 10])
    test(`coverage of a ${name}, ${n} samples: no worse than Student's, and 87 % at least`, () => {
      const within = coverage(n, draw, (samples) => meanInterval(samples, { limits }));
      const student = coverage(n, draw, (samples) => meanInterval(samples));
      assert.ok(within >= 0.87 && within >= student, `within limits ${within}, Student ${student}`);
    });

test("a percentile bootstrap of three samples covers far too seldom, which is why it isn't used for training runs", () => {
  const statistic = (scores: readonly number[]) => mean(scores);
  const covered = coverage(
    3,
    (random) => logistic(-1 + random.normal()),
    (samples) => bootstrapInterval({ scores: samples, statistic, resamples: 100 }),
  );
  assert.ok(covered < 0.8, `${covered}`);
});

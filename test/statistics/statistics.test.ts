import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import {
  bootstrapInterval,
  type Interval,
  interquartileMean,
  matrixMean,
  mean,
  meanInterval,
  pairedDifferenceInterval,
  probabilityOfImprovement,
  rankCorrelation,
  signTest,
  standardDeviation,
  twoSampleBootstrapInterval,
  wilcoxonSignedRank,
} from "../../lib/statistics/index.js";

type Matrix = number[][];
interface Ends {
  mean: [number, number];
  sd: [number, number];
}
interface Golden {
  resamples: number;
  repeats: number;
  confidence: number;
  cases: {
    name: string;
    x: Matrix;
    y: Matrix;
    interquartileMean: [number, number];
    probabilityOfImprovement: number;
    interquartileMeanInterval: Ends;
    meanInterval: Ends;
    improvementInterval: Ends;
  }[];
  pairs: {
    x: number[];
    y: number[];
    positive: number;
    pairs: number;
    signTest: number;
    wilcoxon: number;
    spearman: number;
    meanInterval: [number, number];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(join(__dirname, "..", "golden", "rliable.json"), "utf8"));

function close(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} isn't ${expected} within ${tolerance}`,
  );
}

/** The mean of our interval's ends over seeds lies within 4.5 standard errors of rliable's. */
function agrees(interval: (seed: number) => Interval, expected: Ends): void {
  const seeds = Array.from({ length: golden.repeats }, (_, i) => interval(i));
  for (const [side, key] of (["lower", "upper"] as const).entries()) {
    const ends = seeds.map((one) => one[key]);
    const [middle, sd] = [mean(ends), standardDeviation(ends)];
    const error = Math.sqrt((sd ** 2 + expected.sd[side] ** 2) / golden.repeats);
    assert.ok(
      Math.abs(middle - expected.mean[side]) <= 4.5 * error + 1e-9,
      `${key}: ${middle}, rliable ${expected.mean[side]}, standard error ${error}`,
    );
  }
}

for (const one of golden.cases) {
  const settings = { confidence: golden.confidence, resamples: golden.resamples };
  test(`${one.name}: interquartile mean and probability of improvement are rliable's`, () => {
    close(interquartileMean(one.x), one.interquartileMean[0]);
    close(interquartileMean(one.y), one.interquartileMean[1]);
    close(probabilityOfImprovement(one.x, one.y), one.probabilityOfImprovement);
    close(probabilityOfImprovement(one.y, one.x), 1 - one.probabilityOfImprovement);
  });

  test(`${one.name}: stratified bootstrap intervals agree with rliable's`, () => {
    agrees(
      (seed) => bootstrapInterval({ scores: one.x, statistic: interquartileMean, ...settings, seed }),
      one.interquartileMeanInterval,
    );
    agrees(
      (seed) => bootstrapInterval({ scores: one.x, statistic: matrixMean, ...settings, seed }),
      one.meanInterval,
    );
    agrees(
      (seed) =>
        twoSampleBootstrapInterval({
          x: one.x,
          y: one.y,
          statistic: probabilityOfImprovement,
          ...settings,
          seed,
        }),
      one.improvementInterval,
    );
  });
}

test("a bootstrap that pools the tasks is told from rliable's", () => {
  const [{ x, interquartileMeanInterval }] = golden.cases;
  const pooled = (seed: number) =>
    bootstrapInterval<readonly number[]>({
      scores: x.flat(),
      statistic: interquartileMean,
      resamples: 500,
      seed,
    });
  assert.throws(() => agrees(pooled, interquartileMeanInterval));
});

test("the interquartile mean cuts floor(n/4) scores at each end and keeps its argument as it is", () => {
  assert.equal(interquartileMean([100, 1, 2, 3]), 2.5);
  assert.equal(interquartileMean([5, 4, 100]), 109 / 3);
  assert.equal(
    interquartileMean([
      [9, 1],
      [2, 3],
      [-50, 4],
      [5, 90],
    ]),
    14 / 4,
  );
  const scores = [3, 1, 2, 7];
  interquartileMean(scores);
  assert.deepEqual(scores, [3, 1, 2, 7]);
});

test("a probability of improvement counts a tie as half a win", () => {
  assert.equal(probabilityOfImprovement([1, 2], [1, 2]), 0.5);
  assert.equal(probabilityOfImprovement([2, 3], [1, 3]), 2.5 / 4);
  assert.equal(probabilityOfImprovement([4], [1, 2, 3]), 1);
});

test("a bootstrap interval depends on its seed alone and holds its estimate", () => {
  const scores = [3.14, 1.59, 2.65, 3.58, 9.79, 3.23, 8.46, 2.64];
  const before = [...scores];
  const interval = (seed: number) => bootstrapInterval({ scores, statistic: interquartileMean, seed });
  assert.deepEqual(interval(1), interval(1));
  assert.notDeepEqual(interval(1), interval(2));
  const { estimate, lower, upper } = interval(1);
  assert.equal(estimate, interquartileMean(scores));
  assert.ok(lower < estimate && estimate < upper);
  assert.deepEqual(scores, before);
});

test("a 90 % bootstrap interval of a mean covers the truth in about 90 of 100 samples", () => {
  const random = RandomStream.of(11, "coverage");
  let covered = 0;
  for (let i = 0; i < 400; i++) {
    const scores = Array.from({ length: 40 }, () => random.exponential());
    const { lower, upper } = bootstrapInterval<readonly number[]>({
      scores,
      statistic: mean,
      confidence: 0.9,
      resamples: 300,
      seed: i,
    });
    if (lower <= 1 && 1 <= upper) covered++;
  }
  // The percentile interval of 40 skewed values covers a little less than it says.
  assert.ok(covered / 400 > 0.81 && covered / 400 < 0.95, `${covered / 400}`);
});

test("a single run has no interval: its resamples are all the run itself", () => {
  const none = { lower: Number.NaN, upper: Number.NaN };
  const statistic = matrixMean;
  assert.deepEqual(bootstrapInterval<readonly number[]>({ scores: [4], statistic: mean }), {
    estimate: 4,
    ...none,
  });
  assert.deepEqual(bootstrapInterval({ scores: [[1, 3]], statistic }), { estimate: 2, ...none });
  assert.deepEqual(pairedDifferenceInterval({ x: [5], y: [2] }), { estimate: 3, ...none });
  const better = (x: readonly number[], y: readonly number[]) =>
    twoSampleBootstrapInterval<readonly number[]>({ x, y, statistic: probabilityOfImprovement });
  assert.deepEqual(better([3], [1, 4]), { estimate: 0.5, ...none });
  assert.deepEqual(better([1, 4], [3]), { estimate: 0.5, ...none });
});

test("matrices are runs x tasks: ragged ones, and one that stands the other way round than its partner, are refused", () => {
  const ragged = [[1, 2], [3]];
  const message = /RangeError: .*\[1\] must hold 2 tasks as .*\[0\] does, got 1/;
  assert.throws(() => interquartileMean(ragged), message);
  assert.throws(() => matrixMean(ragged), message);
  assert.throws(() => bootstrapInterval({ scores: ragged, statistic: matrixMean }), message);
  assert.throws(() => probabilityOfImprovement(ragged, ragged), message);
  const matrix = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const transposed = [0, 1, 2].map((task) => matrix.map((row) => row[task] as number));
  const shapes = /RangeError: y must have as many tasks as x \(3\), got 2/;
  assert.throws(() => probabilityOfImprovement(matrix, transposed), shapes);
  const statistic = (x: readonly (readonly number[])[], y: readonly (readonly number[])[]) =>
    matrixMean(x) - matrixMean(y);
  assert.throws(() => twoSampleBootstrapInterval({ x: matrix, y: transposed, statistic }), shapes);
  assert.throws(() => probabilityOfImprovement([1, 2], matrix), /RangeError: x and y must both be/);
});

/** P(W+ <= w) of ranks 1 .. n, twice, from the recursion of the number of subsets with a sum. */
function exactSignedRank(n: number, w: number): number {
  let shares = Float64Array.of(1);
  for (let rank = 1; rank <= n; rank++) {
    const next = new Float64Array(shares.length + rank);
    for (let sum = 0; sum < shares.length; sum++) {
      next[sum] += shares[sum] / 2;
      next[sum + rank] += shares[sum] / 2;
    }
    shares = next;
  }
  return 2 * shares.subarray(0, w + 1).reduce((sum, share) => sum + share, 0);
}

test("a signed-rank test beyond 1,000 pairs: close to the exact one, at once, and the sign test where all distances are equal", () => {
  const n = 1001;
  // The lower ranks are positive up to a sum in the tail: W+ = 1 + ... + m.
  const m = 665;
  const x = Array.from({ length: n }, (_, i) => (i < m ? i + 1 : -(i + 1)));
  const { statistic, pairs, pValue } = wilcoxonSignedRank(x, new Array<number>(n).fill(0));
  assert.deepEqual([statistic, pairs], [(m * (m + 1)) / 2, n]);
  const exact = exactSignedRank(n, statistic);
  assert.ok(exact > 1e-3 && exact < 0.01, `${exact}`);
  assert.ok(Math.abs(pValue / exact - 1) < 1e-3, `${pValue} isn't ${exact}`);
  const signs = Array.from({ length: 2000 }, (_, i) => (i < 950 ? 1 : -1));
  const zeros = new Array<number>(2000).fill(0);
  const [wilcoxon, sign] = [wilcoxonSignedRank(signs, zeros), signTest(signs, zeros)];
  assert.ok(Math.abs(wilcoxon.pValue / sign.pValue - 1) < 0.01, `${wilcoxon.pValue}, ${sign.pValue}`);
  const many = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? i + 1 : -(i + 1)));
  assert.ok(wilcoxonSignedRank(many, new Array<number>(many.length).fill(0)).pValue > 0.5);
});

test("a paired interval is far narrower than one of independent samples", () => {
  const random = RandomStream.of(3, "pairs");
  const common = Array.from({ length: 20 }, () => 10 * random.normal());
  const x = common.map((value) => value + 1 + 0.1 * random.normal());
  const paired = pairedDifferenceInterval({ x, y: common, seed: 1 });
  assert.ok(paired.lower > 0.85 && paired.upper < 1.15);
  close(paired.estimate, x.reduce((sum, value, i) => sum + value - common[i], 0) / 20);
  const independent = twoSampleBootstrapInterval<readonly number[]>({
    x,
    y: common,
    statistic: (a, b) => mean(a) - mean(b),
  });
  assert.ok(independent.upper - independent.lower > 20 * (paired.upper - paired.lower));
});

for (const [i, pair] of golden.pairs.entries())
  test(`tests and correlation of pairs are scipy's (${pair.x.length} pairs, case ${i})`, () => {
    const sign = signTest(pair.x, pair.y);
    assert.equal(sign.positive, pair.positive);
    assert.equal(sign.positive + sign.negative, pair.pairs);
    assert.equal(sign.ties, pair.x.length - pair.pairs);
    close(sign.pValue, pair.signTest, 1e-12);
    const wilcoxon = wilcoxonSignedRank(pair.x, pair.y);
    assert.equal(wilcoxon.pairs, pair.pairs);
    close(wilcoxon.pValue, pair.wilcoxon, 1e-12);
    close(rankCorrelation(pair.x, pair.y), pair.spearman, 1e-12);
    const { lower, upper } = meanInterval(pair.x, { confidence: 0.9 });
    close(lower, pair.meanInterval[0], 1e-9);
    close(upper, pair.meanInterval[1], 1e-9);
  });

test("five pairs can't reach 0.05 in a two-sided sign test, six can", () => {
  const zeros = (n: number) => new Array<number>(n).fill(0);
  const ones = (n: number) => new Array<number>(n).fill(1);
  close(signTest(ones(5), zeros(5)).pValue, 0.0625);
  close(signTest(ones(6), zeros(6)).pValue, 0.03125);
  assert.deepEqual(signTest([1], [1]), { positive: 0, negative: 0, ties: 1, pValue: 1 });
  assert.equal(wilcoxonSignedRank([1], [1]).pValue, 1);
  assert.ok(signTest(ones(3000), zeros(3000)).pValue < 1e-300);
});

test("senseless scores and settings are errors that name the argument", () => {
  assert.throws(() => interquartileMean([]), /RangeError: scores must hold at least 1/);
  assert.throws(() => interquartileMean([1, Number.NaN]), /RangeError: scores\[1\] must be finite, got NaN/);
  assert.throws(() => interquartileMean([1, "2" as never]), /TypeError: scores\[1\] must be a number/);
  assert.throws(() => probabilityOfImprovement([], [1]), /RangeError: x must hold/);
  assert.throws(
    () => probabilityOfImprovement([[1, 2]], [[1]]),
    /RangeError: y must have as many tasks as x \(2\)/,
  );
  assert.throws(() => signTest([1, 2], [1]), /RangeError: y must hold as many numbers as x \(2\), got 1/);
  assert.throws(() => meanInterval([1, Number.NaN]), /RangeError: samples\[1\] must be finite, got NaN/);
  const interval = (options: object) => () =>
    bootstrapInterval({ scores: [1, 2], statistic: interquartileMean, ...options });
  assert.throws(interval({ confidence: 1 }), /RangeError: confidence .*got 1/);
  assert.throws(interval({ confidence: 95 }), /RangeError: confidence .*got 95/);
  assert.throws(interval({ resamples: 0 }), /RangeError: resamples .*got 0/);
  assert.throws(interval({ seed: -1 }), /RangeError: seed .*got -1/);
  assert.throws(interval({ scores: [[1, 2], [3]] }), /RangeError: scores\[1\] must hold 2 tasks/);
});

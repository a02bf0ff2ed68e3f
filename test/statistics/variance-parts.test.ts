import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import {
  differenceInterval,
  meanInterval,
  meanPart,
  pairedTTest,
  partsInterval,
  partsTTest,
  SHARE,
  stratifiedMean,
  stratifiedParts,
} from "../../lib/statistics/index.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("strata by hand: the error is that within them, and its degrees of freedom are Satterthwaite's", () => {
  // Variances 1 and 4 of three and two samples: parts 1/3/4 and 4/2/4 (deviation 2 of 2 values 2 sqrt 2 apart).
  const strata = [
    [1, 2, 3],
    [100, 100 + 2 * Math.SQRT2],
  ];
  const parts = stratifiedParts(strata);
  near(parts[0].variance, 1 / 12);
  near(parts[1].variance, 1 / 2);
  const degrees = (7 / 12) ** 2 / ((1 / 12) ** 2 / 2 + (1 / 2) ** 2 / 1);
  near(degrees, 1.342466, 1e-6);
  const estimate = stratifiedMean(strata);
  near(estimate, (2 + 100 + Math.SQRT2) / 2);
  // From a table: t at 1.342466 degrees of freedom lies between those of 1 and 2, 12.7062 and 4.3027.
  const half = partsInterval(estimate, parts).upper - estimate;
  assert.ok(half > 4.3027 * Math.sqrt(7 / 12) && half < 12.7062 * Math.sqrt(7 / 12));
});

test("one part is Student's interval and test, two are Welch's, and all keep to limits", () => {
  const samples = [0.1, 0.2, 0.4, 0.7];
  const one = partsInterval(0.35, [meanPart(samples)], { limits: SHARE });
  const student = meanInterval(samples, { limits: SHARE });
  near(one.lower, student.lower);
  near(one.upper, student.upper);
  assert.ok(one.lower > 0 && one.upper < 1);
  near(partsTTest(0.35, [meanPart(samples)]).pValue, pairedTTest(samples, [0, 0, 0, 0]).pValue);
  const [x, y] = [
    [3, 4, 5],
    [1, 2, 4],
  ];
  const welch = differenceInterval(x, y);
  near(partsInterval(welch.estimate, [meanPart(x), meanPart(y)]).lower, welch.lower);
  // Equal variances of 1, three samples each, 2 apart: t = 2 / sqrt(2/3) at 4 degrees of freedom, whose distribution is
  // (with u = t / sqrt(t^2 + 4)) u (3 - u^2) / 2.
  const u = Math.sqrt(6) / Math.sqrt(10);
  const twice = [meanPart([3, 4, 5]), meanPart([1, 2, 3])];
  near(partsTTest(2, twice).pValue, 1 - (u * (3 - u ** 2)) / 2);
});

test("a single sample, or nothing that varies: no interval, no test", () => {
  const none = { estimate: 5, lower: Number.NaN, upper: Number.NaN };
  assert.deepEqual(partsInterval(5, stratifiedParts([[4, 5], [6]])), none);
  assert.deepEqual(partsTTest(5, [meanPart([5])]), { ...none, pValue: Number.NaN });
  assert.deepEqual(partsInterval(5, []), none);
  const still = [meanPart([2, 2, 2])];
  assert.deepEqual(partsTTest(2, still), { estimate: 2, lower: 2, upper: 2, pValue: Number.NaN });
  assert.equal(partsTTest(0, still).pValue, 1);
});

test("three runs in each of ten workloads of very different means: the interval covers in about 95 of 100 cases", () => {
  const random = RandomStream.of(5, "strata");
  let [covered, pooled] = [0, 0];
  for (let i = 0; i < 1000; i++) {
    const strata = Array.from({ length: 10 }, (_, k) => [0, 1, 2].map(() => 10 * k + random.exponential()));
    const truth = 46;
    const { lower, upper } = partsInterval(stratifiedMean(strata), stratifiedParts(strata));
    if (lower <= truth && truth <= upper) covered++;
    const whole = meanInterval(strata.flat());
    if (whole.lower <= truth && truth <= whole.upper) pooled++;
  }
  assert.ok(covered > 920 && covered < 975, `${covered}`);
  assert.equal(pooled, 1000, "pooled runs have intervals as wide as the workloads are different");
});

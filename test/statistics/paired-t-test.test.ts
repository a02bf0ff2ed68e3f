import assert from "node:assert/strict";
import { test } from "node:test";
import { pairedTTest } from "../../lib/statistics/index.js";

const near = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) < tolerance, `${a} against ${b}`);

test("with two degrees of freedom t has p = 1 - |t| / sqrt(2 + t^2)", () => {
  // Differences 1, 2, 3: mean 2, s = 1, t = 2 sqrt(3).
  const { estimate, pValue } = pairedTTest([3, 5, 7], [2, 3, 4]);
  near(estimate, 2);
  const t = 2 * Math.sqrt(3);
  near(pValue, 1 - t / Math.sqrt(2 + t ** 2));
});

test("Student's sleep data: t = 4.0621 at 9 degrees of freedom, p = .002833, mean 1.58 [.70, 2.46]", () => {
  // Student (1908), as in R's help of t.test: with(sleep, t.test(extra[group == 2], extra[group == 1], paired = TRUE)).
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { estimate, lower, upper, pValue } = pairedTTest(second, first);
  near(estimate, 1.58, 1e-12);
  near(pValue, 0.002833, 1e-6);
  near(lower, 0.7001142, 1e-6);
  near(upper, 2.4598858, 1e-6);
});

test("the interval holds 0 exactly where p is above .05", () => {
  const x = [0.3, 1.1, 0.8, 1.9];
  for (let shift = -1; shift <= 3; shift += 0.05) {
    const { lower, upper, pValue } = pairedTTest(
      x,
      x.map(() => shift),
    );
    assert.equal(lower <= 0 && upper >= 0, pValue > 0.05);
  }
});

test("equal differences have the sign test's p-value; one pair has none", () => {
  assert.equal(pairedTTest([1, 2, 3], [1, 2, 3]).pValue, 1);
  near(pairedTTest([2, 3, 4], [1, 2, 3]).pValue, 0.25);
  const { estimate, lower, pValue } = pairedTTest([2], [1]);
  assert.deepEqual([estimate, lower, pValue], [1, Number.NaN, Number.NaN]);
  assert.throws(() => pairedTTest([1, 2], [1]), RangeError);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as evaluation from "../../lib/evaluation/index.js";
import * as statistics from "../../lib/statistics/index.js";

const { mean, quantile, sortedQuantile, studentTQuantile } = statistics;
const { quantiles }: { quantiles: { confidence: number; degreesOfFreedom: number; t: number }[] } =
  JSON.parse(readFileSync(join(__dirname, "..", "golden", "student-t.json"), "utf8"));

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-9, `${actual} is not ${expected}`);
const relativeError = (actual: number, expected: number) => Math.abs(actual / expected - 1);

test("Student's t quantiles are scipy's, from the middle to the far tails, from half a degree of freedom to 1e15", () => {
  for (const degrees of [1, 2, 30, 1e6, 1e15])
    assert.ok(quantiles.some(({ degreesOfFreedom }) => degreesOfFreedom === degrees));
  for (const { confidence, degreesOfFreedom, t } of quantiles) {
    const error = relativeError(studentTQuantile(confidence, degreesOfFreedom), t);
    assert.ok(
      error < (degreesOfFreedom > 1e9 ? 2e-8 : 1e-11),
      `${confidence} at ${degreesOfFreedom}: off by ${error}`,
    );
  }
});

test("Student's t quantiles in closed form: tan(pi c / 2) at one degree of freedom, c sqrt(2 / (1 - c^2)) at two", () => {
  for (const c of [0.001, 0.3, 0.95, 1 - 1e-9]) {
    assert.ok(relativeError(studentTQuantile(c, 1), 1 / Math.tan((Math.PI * (1 - c)) / 2)) < 1e-12);
    assert.ok(relativeError(studentTQuantile(c, 2), c * Math.sqrt(2 / ((1 - c) * (1 + c)))) < 1e-12);
  }
  assert.throws(() => studentTQuantile(0.95, 0), /RangeError: degreesOfFreedom must be positive, got 0/);
});

test("a quantile interpolates linearly, whatever the order, and keeps its argument as it is", () => {
  const values = [4, 10, 1, 2];
  assert.equal(quantile(values, 0), 1);
  assert.equal(quantile(values, 0.5), 3);
  close(quantile(values, 0.9), 8.2);
  assert.equal(quantile(values, 1), 10);
  assert.equal(sortedQuantile([1, 2, 4], 0.75), 3);
  assert.deepEqual(values, [4, 10, 1, 2]);
  assert.throws(() => quantile([], 0.5), /RangeError: sorted.length/);
  assert.throws(() => quantile([1], 1.5), /RangeError: q must be between 0 and 1, got 1.5/);
});

test("a mean is summed without loss of small terms, and is NaN of nothing", () => {
  assert.equal(mean([1e100, 1, -1e100, 1]), 0.5);
  assert.ok(Number.isNaN(mean([])));
  assert.equal(mean(Float64Array.of(1, 2)), 1.5);
});

test("fewer than two samples have no interval", () => {
  for (const interval of [statistics.meanInterval, statistics.predictionInterval]) {
    assert.deepEqual(interval([3]), { estimate: 3, lower: Number.NaN, upper: Number.NaN });
    assert.ok(Number.isNaN(interval([]).estimate));
  }
});

test("the jackknife of a mean has the standard error s / sqrt(n), and one item has no interval", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const { estimate, lower, upper } = statistics.jackknife(values, mean);
  // s^2 = 52.875 / 7 by hand.
  const half = 1.96 * Math.sqrt(52.875 / 7 / 8);
  close(estimate, 3.875);
  close(upper - estimate, half);
  close(estimate - lower, half);
  assert.ok(
    Number.isNaN(statistics.jackknife([2], mean).lower) && statistics.jackknife([2], mean).estimate === 2,
  );
  assert.ok(Number.isNaN(statistics.jackknife([], mean).estimate));
});

test("least squares and squared coefficient of variation, by hand", () => {
  const fit = statistics.leastSquares([0, 1, 3].map((x) => ({ x, y: 2 - 0.5 * x })));
  close(fit.slope, -0.5);
  close(fit.intercept, 2);
  close(statistics.squaredVariation([1, 3]), 0.5);
});

test("the names of statistics that outside scripts take from evaluation are there", () => {
  assert.equal(evaluation.interquartileMean, statistics.interquartileMean);
  assert.equal(evaluation.probabilityOfImprovement, statistics.probabilityOfImprovement);
  assert.equal(evaluation.bootstrapInterval, statistics.bootstrapInterval);
});

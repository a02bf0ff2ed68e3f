import assert from "node:assert/strict";
import { test } from "node:test";
import { normalDensity, normalDistribution } from "../../lib/statistics/index.js";

test("the normal distribution function has the tables' values", () => {
  // Abramowitz and Stegun, table 26.1.
  for (const [z, share] of [
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.96, 0.975002104851779],
    [3, 0.99865010196837],
  ]) {
    assert.ok(Math.abs(normalDistribution(z) - share) < 1e-14, `at ${z}`);
    assert.ok(Math.abs(normalDistribution(-z) - (1 - share)) < 1e-14, `at -${z}`);
  }
  assert.deepEqual([-40, 40].map(normalDistribution), [0, 1]);
});

test("its slope is the density", () => {
  for (const z of [-6, -1, 0.3, 2, 7.9]) {
    const slope = (normalDistribution(z + 1e-5) - normalDistribution(z - 1e-5)) / 2e-5;
    assert.ok(Math.abs(slope - normalDensity(z)) < 1e-9, `at ${z}`);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { largestDifference, mean, total, variance } from "../../lib/statistics/index.js";

test("total, mean and variance of a small sample, any array of numbers", () => {
  for (const values of [[1, 2, 6], Float32Array.of(1, 2, 6)]) {
    assert.equal(total(values), 9);
    assert.equal(mean(values), 3);
    assert.equal(variance(values), (4 + 1 + 9) / 3);
  }
  assert.equal(total([]), 0);
  assert.ok(Number.isNaN(mean([])));
});

test("the largest difference, whichever way; arrays of unlike length are refused", () => {
  assert.equal(largestDifference([1, 5, 2], [1, 2, 4]), 3);
  assert.throws(() => largestDifference([1], [1, 2]), /equally long, got 1 and 2/);
});

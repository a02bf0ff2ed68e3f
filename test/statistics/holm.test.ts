import assert from "node:assert/strict";
import { test } from "node:test";
import { bootstrapPValue, holmAdjusted, percentileInterval } from "../../lib/statistics/index.js";

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(10)));

test("Holm: the smallest p-value is multiplied by all tests, the next by one less, and none falls below one before", () => {
  // By hand: .01 x 4 = .04; .015 x 3 = .045; .02 x 2 = .04, raised to .045; .5 x 1 = .5.
  assert.deepEqual(rounded(holmAdjusted([0.5, 0.01, 0.02, 0.015])), [0.5, 0.04, 0.045, 0.045]);
});

test("Holm: at most 1, a single test stays, none gives none", () => {
  assert.deepEqual(holmAdjusted([0.6, 0.7]), [1, 1]);
  assert.deepEqual(holmAdjusted([0.04]), [0.04]);
  assert.deepEqual(holmAdjusted([]), []);
});

test("Holm: what isn't a probability is refused by its place", () => {
  assert.throws(() => holmAdjusted([0.5, 1.5]), /pValues\[1\] must be between 0 and 1, got 1.5/);
});

test("Holm agrees with the definition by rejections: H(i) is rejected at alpha while all smaller ones are", () => {
  const pValues = [0.012, 0.001, 0.3, 0.02, 0.011];
  for (const alpha of [0.005, 0.02, 0.04, 0.05, 0.06, 0.3, 0.9]) {
    const sorted = [...pValues].sort((a, b) => a - b);
    const firstKept = sorted.findIndex((pValue, i) => pValue > alpha / (sorted.length - i));
    const rejected = firstKept < 0 ? sorted : sorted.slice(0, firstKept);
    const adjusted = holmAdjusted(pValues);
    assert.deepEqual(
      pValues.filter((_, i) => adjusted[i] <= alpha).sort((a, b) => a - b),
      rejected,
      `alpha ${alpha}`,
    );
  }
});

test("the p-value of resampled differences counts the rarer side twice", () => {
  const differences = [...Array.from({ length: 95 }, () => 1), -1, -2, -1, -1];
  assert.equal(bootstrapPValue(differences), (2 * (4 + 1)) / 100);
  assert.equal(bootstrapPValue(differences.map((one) => -one)), (2 * (4 + 1)) / 100);
  assert.equal(bootstrapPValue(Array.from({ length: 99 }, () => 3)), 2 / 100);
  assert.equal(bootstrapPValue([0, 0, 0]), 1);
  assert.equal(bootstrapPValue([Infinity, Infinity, Infinity]), 2 / 4);
  assert.throws(() => bootstrapPValue([1, Number.NaN]), /NaN/);
});

test("a percentile interval ends at infinity where so many resamples reach nothing", () => {
  const values = [1, 2, 3, Infinity];
  assert.deepEqual(percentileInterval(2, values, 0.5), { estimate: 2, lower: 1.75, upper: Infinity });
  const most = [1, Infinity, Infinity, Infinity];
  assert.deepEqual(percentileInterval(Infinity, most, 0.5), {
    estimate: Infinity,
    lower: Infinity,
    upper: Infinity,
  });
  assert.throws(() => percentileInterval(2, [1, Number.NaN]), /NaN/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type HoltState, holtStep, smoothingGain } from "../../lib/control/index.js";

const levels = (start: HoltState, values: readonly number[], gain: number, trendGain: number) => {
  let state = start;
  return values.map((value) => {
    state = holtStep(state, value, gain, trendGain);
    return Math.round(10 * state.level) / 10;
  });
};

test("Holt's method: the example of the NIST/SEMATECH handbook, section 6.4.3.4", () => {
  // Starts at the first value with the mean of the first three differences, (8.8 - 6.4)/3 = 0.8; alpha 0.3623, gamma 1.
  const values = [5.6, 7.8, 8.8, 11.0, 11.6, 16.7, 15.3, 21.6, 22.4];
  const published = [6.6, 7.2, 8.1, 9.8, 11.5, 14.5, 16.7, 19.9, 22.8];
  assert.deepEqual(levels({ level: 6.4, slope: 0.8 }, values, 0.3623, 1), published);
});

test("Holt's method by hand: l' = a x + (1 - a)(l + b), b' = c (l' - l) + (1 - c) b", () => {
  // 0.5 x 15 + 0.5 x 11 = 13; 0.5 x 3 + 0.5 x 1 = 2. Then 0.5 x 13 + 0.5 x 15 = 14; 0.5 x 1 + 0.5 x 2 = 1.5.
  const first = holtStep({ level: 10, slope: 1 }, 15, 0.5, 0.5);
  assert.deepEqual(first, { level: 13, slope: 2 });
  assert.deepEqual(holtStep(first, 13, 0.5, 0.5), { level: 14, slope: 1.5 });
});

test("Holt's method: a straight line is followed without error, without trend gain it is exponential smoothing", () => {
  assert.deepEqual(levels({ level: 1, slope: 2 }, [3, 5, 7], 0.3, 0.4), [3, 5, 7]);
  assert.deepEqual(levels({ level: 8, slope: 0 }, [16, 16, 16], 0.5, 0), [12, 14, 15]);
  assert.deepEqual(levels({ level: 8, slope: 0 }, [3, 9], 1, 0), [3, 9]);
});

test("smoothing gain: after one time constant 1 - 1/e of a step has been followed", () => {
  let level = 0;
  for (let step = 0; step < 20; step++) level += smoothingGain(0.5, 10) * (1 - level);
  assert.ok(Math.abs(level - (1 - Math.exp(-1))) < 1e-12);
  assert.equal(smoothingGain(0.5, 0), 1);
});

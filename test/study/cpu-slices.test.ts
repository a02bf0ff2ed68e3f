import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterSpec } from "../../lib/cluster/index.js";
import { slicedService } from "../../lib/study/dispatch/cpu-slices.js";

// One container of .04 CPU and 8 requests/s: a request of mean demand is 5 ms of CPU.
const spec = clusterSpec({ size: 1 });
const limit = { period: 0.025, quota: 0.001 };

test("a busy container works at its mean rate; one that was idle begins with a slice at once", () => {
  const service = slicedService(spec, limit, 1);
  // A slice's demand is .2.
  const alone = service(0, 10, 0.1);
  assert.ok(Math.abs(alone - 0.0005) < 1e-12, "half a slice, at full speed");
  assert.ok(Math.abs(service(0, 20, 1) - 0.101) < 0.0251, "five slices begin in five periods");
  let time = 30;
  for (let k = 0; k < 1000; k++) time += service(0, time, 1);
  assert.ok(Math.abs((time - 30) / 1000 - 1 / 8) < 1e-4, `${(time - 30) / 1000} s each`);
});

test("what is left of a slice serves the next request of the same period, and is lost at its end", () => {
  const service = slicedService(spec, limit, 1);
  // At full speed for the four tenths that are left; the rest waits for the next period.
  service(0, 5, 0.12);
  const second = service(0, 5.0006, 0.08);
  const third = service(0, 5.001, 0.02);
  assert.ok(second < 0.0005 || second > 0.001, "both in one period, or split by its end");
  assert.ok(third > 0.00009);
  const fresh = service(0, 6, 0.2);
  assert.ok(fresh <= 0.025 && fresh >= 0.001 - 1e-12);
});

test("mean time of an exponential demand from idle is one period less than at the mean rate, but for a slice", () => {
  const service = slicedService(spec, limit, 2);
  let sum = 0;
  const requests = 20_000;
  for (let k = 0; k < requests; k++) {
    // Exponential demands at evenly spread probabilities, starts at evenly spread moments of a period.
    const demand = -Math.log((((k * 7919) % requests) + 0.5) / requests);
    sum += service(0, 100 * (k + 1) + 0.025 * ((k * 0.6180339887) % 1), demand);
  }
  const mean = sum / requests;
  // Of D ms of CPU, n = ceil(D) slices are begun: the first at once, the next ones after U, U + 1, ... periods, U uniform.
  // So the mean is .025 (E[n - 1] - P(n > 1)/2) plus the CPU time since the last beginning.
  const q = Math.exp(-0.2);
  const slices = q / (1 - q);
  const last = 0.005 - 0.001 * slices;
  const expected = 0.025 * (slices - q / 2) + last;
  assert.ok(Math.abs(mean / expected - 1) < 0.01, `${mean} s, expected ${expected} s`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { actionBatch, type Dispatch, SimulatedClusterBatch } from "../../lib/cluster/index.js";
import { mm1 } from "../../lib/queueing/index.js";
import { constantLoad, fullFleet } from "./helpers.js";
import { twoQueuesMeanResponseTime } from "./two-queues.js";

/** Mean response time in mean service times, and its standard error over 8 runs; each after a start of 50 s. */
function simulated(dispatch: Dispatch, size: number, load: number, steps: number) {
  const means = Array.from({ length: 8 }, (_, seed) => {
    const spec = fullFleet(size, { dispatch, queueLimit: 200 });
    const clusters = new SimulatedClusterBatch(1, {
      spec,
      workload: constantLoad(load),
      steps: steps + 50,
    });
    clusters.reset(0, seed);
    const actions = actionBatch(1, spec);
    let sum = 0;
    let count = 0;
    for (let step = 0; step < steps + 50; step++) {
      clusters.step(actions);
      if (step < 50) continue;
      sum += clusters.statistics(0).responseTimeSum;
      count += clusters.statistics(0).completions;
    }
    return (8 * sum) / count;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / 8;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7;
  return { mean, standardError: Math.sqrt(variance / 8) };
}

/** Student's t at 99.9 %, two-sided, 7 degrees of freedom. */
const T999 = 5.408;

function assertAgrees(
  expected: number,
  { mean, standardError }: ReturnType<typeof simulated>,
  bias = 0,
): void {
  assert.ok(standardError < 0.006 * expected, `standard error ${standardError}`);
  assert.ok(
    Math.abs(mean - expected) < T999 * standardError + bias,
    `${mean} mean service times, not ${expected}; standard error ${standardError}`,
  );
}

test("two queues joined at random are two M/M/1", () => {
  const { meanResponseTime } = mm1({ arrivalRate: 0.7, serviceRate: 1 });
  assert.ok(Math.abs(twoQueuesMeanResponseTime(0.7, 1 / 2) / meanResponseTime - 1) < 1e-6);
});

for (const load of [0.5, 0.8])
  test(`two containers at load ${load}: least connections joins the shortest queue, as its Markov chain has it`, () => {
    assertAgrees(twoQueuesMeanResponseTime(load, 1), simulated("least-connections", 2, load, 20_000));
  });

test("two containers at load 0.7: the better of two draws joins the shorter queue three times of four", () => {
  assertAgrees(twoQueuesMeanResponseTime(0.7, 3 / 4), simulated("power-of-two", 2, 0.7, 20_000));
});

test("two choices of many containers: mean response time is the sum of load^(2^i - 2)", () => {
  // Mitzenmacher 2001, Eq. for d = 2 as N grows without bound; what N = 500 adds is about 1 / N.
  const load = 0.8;
  const limit = [1, 2, 3, 4, 5, 6].reduce((sum, i) => sum + load ** (2 ** i - 2), 0);
  assertAgrees(limit, simulated("power-of-two", 500, load, 40), 0.006 * limit);
});

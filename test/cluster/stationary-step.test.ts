import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clusterSpec,
  evaluateReward,
  SimulatedCluster,
  stationaryStep,
  writeupReward,
} from "../../lib/cluster/index.js";
import { runEpisode } from "../../lib/evaluation/index.js";
import { constant } from "../../lib/workload/index.js";
import { close } from "../queueing/close.js";

const LOAD = 0.7;
const reward = writeupReward();

/** Reward of the mean step of a fixed policy at N = 25, load .7, K = 32. */
function rewardOf(ready: number, used: number): number {
  const spec = clusterSpec({ size: 25 });
  const step = stationaryStep({ spec, ready, used, arrivalRate: LOAD * 8 * 25 });
  return evaluateReward(reward, step, spec, {});
}

test("one container for all requests by hand: M/M/1/32 at a load of 17.5 (Eq. cluster.stationary.statistics)", () => {
  const spec = clusterSpec({ size: 25 });
  const step = stationaryStep({ spec, ready: 25, used: 1, arrivalRate: 140 });
  // Always full but for moments: 8 of 140 requests/s are answered, each after 32 services less what is free at its arrival.
  close(step.errors / step.requests, 1 - 8 / 140, 1e-9);
  close(step.cpuMean, 1 / 25, 1e-9);
  close(step.routingError, 24 / 25);
  // L = K - 1/(a - 1) at a load a far above 1; of them one is in service.
  close(step.waiting, 31 - 1 / 16.5, 1e-9);
  close(step.responseTimeSum / step.completions, (32 - 1 / 16.5) / 8, 1e-9);
  // -(10 l^2 + 50 e/25 + 5 + 4 (.4 - 1/25) + 15 waiting/75), l = R/25 > .1
  const latency = (32 - 1 / 16.5) / 8 / 25;
  const byHand = 10 * latency ** 2 + (50 * (1 - 8 / 140)) / 25 + 5 + 4 * 0.36 + (15 * (31 - 1 / 16.5)) / 75;
  close(rewardOf(25, 1), -byHand, 1e-9);
});

test("half a fleet by hand: every queue full, latency and queue at their cuts", () => {
  // e = 1 - 13/17.5, cost 13/25, CPU 1: 10 + 50 e + 5 13/25 + 15 .08 + 5 .15 + 15
  close(rewardOf(13, 13), -(10 + 50 * (1 - 13 / 17.5) + 2.6 + 1.2 + 0.75 + 15), 1e-4);
});

test("the write-up's averages make collapse cheap at N = 25: -8.9, -14.8 and -42.4 a step", () => {
  const all = [rewardOf(25, 25), rewardOf(25, 1), rewardOf(13, 13)];
  assert.deepEqual(
    all.map((value) => value.toFixed(1)),
    ["-8.9", "-14.8", "-42.4"],
  );
});

test("the simulator earns what the closed form says, at every size and queue limit", async () => {
  const steps = 500;
  for (const size of [15, 25])
    for (const queueLimit of [8, 32, 128])
      for (const [ready, used] of [
        [size, size],
        [size, 1],
        [Math.ceil(size / 2), Math.ceil(size / 2)],
      ]) {
        const spec = clusterSpec({ size, queueLimit, initialFleet: ready });
        const cluster = new SimulatedCluster({ spec, workload: constant({ level: LOAD }), steps, reward });
        const weights = Float64Array.from({ length: size }, (_, i) => (i < used ? 1 : 0));
        const records = await runEpisode({
          cluster,
          controller: {
            name: "fixed",
            start: () => undefined,
            decide: () => ({ action: { weights, scale: 0 }, memory: undefined }),
          },
          seed: 200_001,
          steps,
        });
        const step = stationaryStep({ spec, ready, used, arrivalRate: LOAD * 8 * size });
        const expected = evaluateReward(reward, step, spec, {});
        // Queues of 128 fill within 60 steps.
        const settled = records.column("reward").subarray(100);
        const measured = settled.reduce((sum, value) => sum + value, 0) / settled.length;
        assert.ok(
          Math.abs(measured - expected) < 0.025 * Math.abs(expected),
          `N = ${size}, K = ${queueLimit}, ${used} of ${ready}: ${measured}, expected ${expected}`,
        );
      }
});

test("what no closed form has is refused", () => {
  const spec = clusterSpec({ size: 2, dispatch: "least-connections" });
  assert.throws(() => stationaryStep({ spec, ready: 2, used: 1, arrivalRate: 1 }), /dispatch must be/);
  const unequal = clusterSpec({
    containers: [4, 8].map((serviceRate) => ({ cpuShare: 0.04, memoryMiB: 128, serviceRate })),
  });
  assert.throws(() => stationaryStep({ spec: unequal, ready: 2, used: 1, arrivalRate: 1 }), /must be equal/);
  const equal = clusterSpec({ size: 2 });
  assert.throws(() => stationaryStep({ spec: equal, ready: 1, used: 2, arrivalRate: 1 }), /used must be/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  actionBatch,
  clusterSpec,
  DISPATCHES,
  replayRequests,
  SimulatedClusterBatch,
} from "../../../lib/cluster/index.js";
import { workloadByName } from "../../../lib/workload/index.js";

const workload = workloadByName("ramp-0.5-1.5");
const steps = 200;

for (const dispatch of DISPATCHES)
  test(`replayed requests are those of the simulated cluster: ${dispatch}`, () => {
    const containers = [8, 6, 10, 8].map((serviceRate) => ({ cpuShare: 0.04, memoryMiB: 128, serviceRate }));
    const spec = clusterSpec({ containers, initialFleet: 4, queueLimit: 1, dispatch });
    const [, , seed] = [0, 0, 400_000];
    const cluster = new SimulatedClusterBatch(1, { spec, workload, steps });
    cluster.reset(0, seed);
    const statistics = cluster.statistics(0);
    const sums = { requests: 0, errors: 0, completions: 0, responseTimeSum: 0 };
    for (let step = 0; step < steps; step++) {
      cluster.step(actionBatch(1, spec));
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += statistics[name];
    }
    const { times, responseTimes } = replayRequests({ spec, workload, seed, steps });
    const answered = responseTimes.filter((time, k) => times[k] + time <= steps);
    assert.equal(times.length, sums.requests);
    assert.equal(responseTimes.filter(Number.isNaN).length, sums.errors);
    assert.ok(sums.errors > 0, "some are refused");
    assert.equal(answered.length, sums.completions);
    const sum = answered.reduce((total, time) => total + time, 0);
    assert.ok(Math.abs(sum - sums.responseTimeSum) < 1e-9 * sum);
  });

test("service may take another time than the demand says", () => {
  const spec = clusterSpec({ size: 1 });
  const starts: number[] = [];
  const { responseTimes } = replayRequests({
    spec,
    workload: workloadByName("constant-0.5"),
    seed: 400_000,
    steps: 20,
    serviceTime: (i, start) => {
      starts.push(start);
      return i + 0.01;
    },
  });
  assert.equal(starts.length, responseTimes.length);
  assert.ok(starts.every((start, k) => k === 0 || start >= starts[k - 1] + 0.01 - 1e-12));
  assert.ok(responseTimes.every((time) => time >= 0.01 - 1e-12));
});

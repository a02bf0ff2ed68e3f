import assert from "node:assert/strict";
import { test } from "node:test";
import { requestSchedule } from "../../../lib/cluster/docker/load/index.js";
import { clusterSpec, SimulatedCluster } from "../../../lib/cluster/index.js";
import { workloadByName } from "../../../lib/workload/index.js";
import { equalWeights, fullFleet } from "../helpers.js";

test("the schedule has the simulated cluster's requests, step by step", () => {
  const spec = clusterSpec({ size: 5 });
  for (const name of ["constant-0.5", "burst-0.2x3-60", "diurnal-0.4"])
    for (const seed of [1, 12345]) {
      const workload = workloadByName(name);
      const steps = 120;
      const schedule = requestSchedule({ spec, workload, seed, steps });
      const counts = new Array(steps).fill(0);
      for (const time of schedule.times) counts[Math.floor(time)]++;
      const cluster = new SimulatedCluster({ spec, workload, steps });
      cluster.reset(seed);
      for (let step = 0; step < steps; step++) {
        const { statistics } = cluster.step({ weights: equalWeights(5), scale: 0 });
        assert.equal(counts[step], statistics.requests);
        assert.equal(schedule.offeredRate[step], statistics.offeredRate);
      }
    }
});

test("its times and demands make the simulated response times, by the Lindley recursion on one container", () => {
  const spec = fullFleet(1, { queueLimit: 10_000 });
  const workload = workloadByName("burst-0.2x3-60");
  const steps = 400;
  const { times, demands } = requestSchedule({ spec, workload, seed: 7, steps });
  const cluster = new SimulatedCluster({ spec, workload, steps });
  cluster.reset(7);
  const simulated = new Float64Array(steps);
  for (let step = 0; step < steps; step++)
    simulated[step] = cluster.step({ weights: [1], scale: 0 }).statistics.responseTimeSum;
  const expected = new Float64Array(steps);
  let free = 0;
  for (const [k, time] of times.entries()) {
    free = Math.max(free, time) + demands[k] / 8;
    if (free < steps) expected[Math.floor(free)] += free - time;
  }
  assert.ok(times.length > 500);
  for (let step = 0; step < steps; step++) assert.ok(Math.abs(simulated[step] - expected[step]) < 1e-9);
});

test("a senseless number of steps is refused", () => {
  const options = { spec: clusterSpec({ size: 2 }), workload: workloadByName("constant-0.5"), seed: 1 };
  assert.throws(() => requestSchedule({ ...options, steps: 0 }), /steps must be a whole number/);
});

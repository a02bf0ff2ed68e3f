import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clusterSpec } from "../../lib/cluster/index.js";
import { carriedLoad } from "../../lib/evaluation/index.js";
import { mm1k, mm1kResponseTimeTail } from "../../lib/queueing/index.js";
import { mean, standardDeviation } from "../../lib/statistics/index.js";

const spec = clusterSpec({ size: 1, queueLimit: 12 });

/** Violation rate of one container: refused, or answered late. */
function violationRate(load: number): number {
  const queue = { arrivalRate: 8 * load, serviceRate: 8, capacity: 12 };
  const { blockingProbability: refused } = mm1k(queue);
  return refused + (1 - refused) * mm1kResponseTimeTail({ ...queue, time: spec.sla });
}

describe("the load that a fleet carries", () => {
  for (const load of [0.5, 0.8])
    it(`is that of the M/M/1/K with one container: ${load} at its violation rate`, () => {
      const options = { spec, violationRate: violationRate(load), requests: 1e5 };
      const found = [1, 2, 3, 4, 5, 6].map((seed) => carriedLoad({ ...options, seed }));
      const error = standardDeviation(found) / Math.sqrt(found.length);
      assert.ok(error < 0.01, `standard error ${error}`);
      assert.ok(Math.abs(mean(found) - load) < 4 * error, `${mean(found)} +- ${error}`);
    });

  it("refuses what no load brings", () => {
    // A service alone takes longer than ten mean service times for e^-10 of all requests.
    const rare = { spec, violationRate: 1e-6, requests: 1e5, seed: 1 };
    assert.throws(() => carriedLoad(rare), /violationRate 0.000001 is not met at any load/);
    assert.throws(() => carriedLoad({ ...rare, violationRate: 0.5 }), /violationRate must be/);
    assert.throws(() => carriedLoad({ ...rare, requests: 10 }), /requests must be/);
  });
});

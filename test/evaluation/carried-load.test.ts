import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clusterSpec } from "../../lib/cluster/index.js";
import { createController } from "../../lib/control/index.js";
import { carriedLoad, wholeFleetCounts } from "../../lib/evaluation/index.js";
import { mm1k, mm1kResponseTimeTail, mmcResponseTimeTail } from "../../lib/queueing/index.js";
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

  it("is that of the M/M/N with one common queue, and least-queue weights lie between turns and that", () => {
    const fleet = clusterSpec({ size: 5 });
    const options = { spec: fleet, violationRate: 0.01, requests: 4e4, seed: 1 };
    const common = carriedLoad({ ...options, commonQueue: true });
    // e^(-mu t) + C mu (e^(-mu t) - e^(-nu t)) / (nu - mu) is .01 at this load.
    const tail = mmcResponseTimeTail({ arrivalRate: 0.89942 * 40, serviceRate: 8, servers: 5, time: 1.25 });
    assert.ok(Math.abs(tail / 0.01 - 1) < 1e-3);
    assert.ok(Math.abs(common - 0.89942) < 0.03, `${common}`);
    const weighted = carriedLoad({ ...options, controller: createController("static+least-queue") });
    assert.ok(carriedLoad(options) < weighted && weighted < common);
    const controller = createController("threshold");
    assert.throws(() => wholeFleetCounts({ ...options, load: 0.1, controller }), /must keep the whole fleet/);
  });

  it("refuses what no load brings", () => {
    // A service alone takes longer than ten mean service times for e^-10 of all requests.
    const rare = { spec, violationRate: 1e-6, requests: 1e5, seed: 1 };
    assert.throws(() => carriedLoad(rare), /violationRate 0.000001 is not met at any load/);
    assert.throws(() => carriedLoad({ ...rare, violationRate: 0.5 }), /violationRate must be/);
    assert.throws(() => carriedLoad({ ...rare, requests: 10 }), /requests must be/);
  });
});

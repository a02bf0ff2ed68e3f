import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { requestSchedule } from "../../lib/cluster/docker/load/index.js";
import {
  actionBatch,
  clusterSpec,
  replayRequests,
  SimulatedClusterBatch,
  WriteupCluster,
  writeupSpec,
} from "../../lib/cluster/index.js";
import { RequestStreams } from "../../lib/cluster/request-streams.js";
import { constant, scaledWorkload, trace, type Workload } from "../../lib/workload/index.js";

const spec = clusterSpec({ size: 3, initialFleet: 3 });
const steps = 4;

/** A workload of the user's own with these rates. */
const ofRates = (...rates: number[]): Workload => ({
  ...constant({ name: "mine" }),
  trace: () => Float64Array.from(rates),
});

/** All ways by which a workload's rates become requests. */
const ways: readonly (readonly [string, (workload: Workload) => unknown])[] = [
  ["simulated clusters", (workload) => new SimulatedClusterBatch(1, { spec, workload, steps }).reset(0, 1)],
  ["a replay", (workload) => replayRequests({ spec, workload, seed: 1, steps })],
  ["the real cluster's schedule", (workload) => requestSchedule({ spec, workload, seed: 1, steps })],
  [
    "the write-up's cluster",
    (workload) => new WriteupCluster({ spec: writeupSpec({ size: 3 }), workload, steps }).reset(1),
  ],
];

describe("rates that are none", () => {
  for (const [way, run] of ways)
    it(`are refused with one line by ${way}`, () => {
      const refuses = (workload: Workload, message: RegExp) =>
        assert.throws(
          () => run(workload),
          (error: Error) =>
            error instanceof InputError && message.test(error.message) && !error.message.includes("\n"),
        );
      refuses(
        ofRates(5, Number.NaN, 5, 5),
        /^workload "mine" brings NaN requests\/s in step 1: expected a finite/,
      );
      refuses(ofRates(5, 5, -1, 5), /brings -1 requests\/s in step 2/);
      refuses(ofRates(5, 5, 5, Number.POSITIVE_INFINITY), /brings Infinity requests\/s in step 3/);
      refuses(ofRates(5, 5), /has 2 rates, where 4 steps are asked for/);
      run(ofRates(5, 0, 0, 5));
    });

  it("are refused by the streams themselves", () => {
    const streams = new RequestStreams(1, 0);
    streams.reset(0, 1);
    for (const rate of [Number.NaN, -1, Number.POSITIVE_INFINITY])
      assert.throws(
        () => streams.next(0, 0, 1, rate),
        /RangeError: rate must be zero or more and finite, got/,
      );
    assert.equal(streams.next(0, 0, 1, 0), false);
  });
});

describe("requests at exact times", () => {
  const times = [0, 0.25, 0.25, 1.5, 3.999];
  const exact = trace({ times, arrivals: "exact" });

  it("come at those times in the simulator, and are sent at them to the real cluster", () => {
    const schedule = requestSchedule({ spec, workload: exact, seed: 1, steps });
    assert.deepEqual([...schedule.times], times);
    assert.deepEqual([...schedule.offeredRate], [3, 1, 0, 1]);
    assert.deepEqual([...replayRequests({ spec, workload: exact, seed: 1, steps }).times], times);
    const clusters = new SimulatedClusterBatch(1, { spec, workload: exact, steps });
    clusters.reset(0, 1);
    const counted = Array.from({ length: steps }, () => {
      clusters.step(actionBatch(1, spec));
      return clusters.statistics(0).requests;
    });
    assert.deepEqual(counted, [3, 1, 0, 1]);
  });

  it("bring the demands that random ones bring under the same seed", () => {
    const random = requestSchedule({ spec, workload: constant({ level: 0.5 }), seed: 9, steps });
    const own = requestSchedule({ spec, workload: exact, seed: 9, steps });
    assert.deepEqual([...own.demands], [...random.demands.slice(0, times.length)]);
  });

  it("begin anew with each episode", () => {
    const clusters = new SimulatedClusterBatch(1, { spec, workload: exact, steps });
    for (const seed of [1, 2]) {
      clusters.reset(0, seed);
      clusters.step(actionBatch(1, spec));
      assert.equal(clusters.statistics(0).requests, 3);
    }
  });

  it("must ascend, and can't be scaled", () => {
    const broken = { ...exact, name: "mine", arrivals: () => Float64Array.of(1, 0.5) };
    assert.throws(
      () => replayRequests({ spec, workload: broken, seed: 1, steps }),
      /workload "mine" brings request 1 at 0.5 s: expected a finite time of at least 1 s/,
    );
    assert.throws(
      () => scaledWorkload(exact, 2),
      /InputError: .*requests at exact times.*leave arrivals=exact out/,
    );
  });
});

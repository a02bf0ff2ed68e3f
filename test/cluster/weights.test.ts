import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterSpec, roundWeights, SimulatedCluster } from "../../lib/cluster/index.js";
import { specId } from "../../lib/data/index.js";
import { constant } from "../../lib/workload/index.js";

test("a larger largest weight rounds less", () => {
  const ready = Uint8Array.of(2, 2, 2);
  const rounded = new Float64Array(3);
  // 0.001 of 256 is a quarter: nothing. Of 10,000 it is ten.
  assert.equal(roundWeights([1, 0.001, 0.5], ready, 3, rounded), 384);
  assert.deepEqual([...rounded], [256, 0, 128]);
  assert.equal(roundWeights([1, 0.001, 0.5], ready, 3, rounded, 0, 10_000), 15_010);
  assert.deepEqual([...rounded], [10_000, 10, 5000]);
});

test("a simulated cluster rounds as its spec says", () => {
  const shareOf = (largestWeight?: number) => {
    const spec = clusterSpec({ size: 2, initialFleet: 2, ...(largestWeight && { largestWeight }) });
    const cluster = new SimulatedCluster({ spec, workload: constant({ level: 0.5 }), steps: 5 });
    cluster.reset(1);
    return cluster.step({ weights: [1, 0.001], scale: 0 }).observation.lastWeights[1];
  };
  assert.equal(shareOf(), 0);
  assert.equal(shareOf(10_000), 10 / 10_010);
});

test("a spec that says nothing of weights keeps its name; counted connections take HAProxy's weights alone", () => {
  const spec = clusterSpec({ size: 2 });
  assert.ok(!("largestWeight" in spec));
  assert.notEqual(specId(clusterSpec({ size: 2, largestWeight: 1024 })), specId(spec));
  assert.throws(() => clusterSpec({ size: 2, largestWeight: 0 }), /largestWeight must be a whole number/);
  assert.throws(
    () => clusterSpec({ size: 2, largestWeight: 1024, dispatch: "least-connections" }),
    /largestWeight must be left out with dispatch least-connections/,
  );
});

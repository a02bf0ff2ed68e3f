import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import { fleetView } from "../../lib/report/index.js";
import { workloadByName } from "../../lib/workload/index.js";

test("the live view shows a row a container and runs no script", () => {
  const workload = workloadByName("constant-0.6");
  const cluster = new SimulatedCluster({ spec: clusterSpec({ size: 4 }), workload, steps: 5 });
  cluster.reset(1);
  const { observation } = cluster.step({ weights: [4, 2, 1, 1], scale: 1 });
  const html = fleetView(observation, { queueLimit: 32 });
  assert.equal(html.match(/<tr>/g)?.length, 5);
  assert.match(html, /ready/);
  assert.match(html, /starting/);
  assert.match(html, /1 s: .* requests\/s, 3 of 4 containers/);
  assert.match(html, /0\.50/);
  assert.doesNotMatch(html, /<script|undefined|NaN/);
});

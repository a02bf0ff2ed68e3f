import assert from "node:assert/strict";
import {
  checkDispatch,
  checkLifecycle,
  checkRouting,
  checkScaling,
} from "../../../lib/cluster/docker/index.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { OpenLoopSender } from "./open-loop-sender.js";
import { engineTest } from "./real-engine.js";

const signal = new AbortController().signal;

engineTest("no request is lost while containers start and stop all the time", async () => {
  const report = await checkScaling({
    spec: clusterSpec({ size: 4, controlInterval: 0.5, dispatch: "least-connections" }),
    events: 40,
    rate: 12,
    loadGenerator: () => new OpenLoopSender(),
    signal,
  });
  assert.ok(report.events >= 40, `${report.events} events`);
  assert.ok(report.started >= 3 && report.stopped >= 3, `${report.started} starts, ${report.stopped} stops`);
  assert.ok(report.requests > 200, `${report.requests} requests`);
  assert.equal(report.lost, 0);
  assert.equal(report.answered + report.refused, report.requests);
});

engineTest("requests are routed by the weights sent, to within a few requests", async () => {
  const report = await checkRouting({
    spec: clusterSpec({ size: 4 }),
    requests: 1400,
    rate: 75,
    loadGenerator: () => new OpenLoopSender(),
    signal,
  });
  assert.ok(report.windows >= 1 && report.windows <= 2, `${report.windows} windows`);
  assert.ok(report.counted > 1100, `${report.counted} counted`);
  assert.ok(
    report.largestDeviation < 8,
    `a server got ${report.largestDeviation} requests too many or too few`,
  );
  assert.ok(report.observationTime.median < 0.05, `observation took ${report.observationTime.median} s`);
});

engineTest(
  "least connections: idle ones in turn whatever their weights; a slow one gets what it serves",
  async () => {
    const report = await checkDispatch({
      dispatch: "least-connections",
      loadGenerator: () => new OpenLoopSender(),
      signal,
    });
    assert.ok(Math.abs(report.heavyShare - 1 / 4) < 0.04, `the heavy one got ${report.heavyShare}`);
    // In turn it would get a quarter; of the capacity it has a seventh.
    assert.ok(report.slowShare > 0.11 && report.slowShare < 0.21, `the slow one got ${report.slowShare}`);
    assert.deepEqual([report.lost, report.sentToDraining], [0, 0]);
  },
);

engineTest("two choices: by weight where none is busy; away from a slow one", async () => {
  const report = await checkDispatch({
    dispatch: "power-of-two",
    loadGenerator: () => new OpenLoopSender(),
    signal,
  });
  assert.ok(Math.abs(report.heavyShare - 2 / 5) < 0.12, `the heavy one got ${report.heavyShare}`);
  assert.ok(report.slowShare > 0.11 && report.slowShare < 0.225, `the slow one got ${report.slowShare}`);
  assert.deepEqual([report.lost, report.sentToDraining], [0, 0]);
});

engineTest("a cluster that came up and went leaves nothing", async (engine) => {
  const report = await checkLifecycle(engine, clusterSpec({ size: 2 }), signal);
  assert.equal(report.left, 0);
  assert.ok(report.startingTime > 0.1 && report.startingTime < 60);
});

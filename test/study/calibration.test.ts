import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterSpec } from "../../lib/cluster/index.js";
import type { Workspace } from "../../lib/data/index.js";
import { markdownTable, tableFrame } from "../../lib/report/index.js";
import { tableById } from "../../lib/study/index.js";
import { put, temporaryWorkspace } from "../report/temporary-workspace.js";

const tableText = async (workspace: Workspace, id: string) => {
  const table = tableById(id);
  return markdownTable(table, await tableFrame(workspace, table));
};

test("calibration and its verification: not measured yet, then what the file holds", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  for (const id of ["calibration", "calibration-verification", "cluster-check"])
    assert.match(await tableText(workspace, id), /not measured yet/, id);
  const containers = [{ cpuShare: 0.04, memoryMiB: 128, serviceRate: 8 }];
  const spec = { ...clusterSpec({ containers }), containers };
  const { initialFleet: _, largestScaleStep: __, ...rest } = spec;
  const rate = {
    quantity: "service_rate",
    class: 0,
    unit: "1/s",
    value: 8,
    lower: 7.5,
    upper: 8.5,
    samples: 90,
  };
  const start = {
    ...rate,
    quantity: "cold_start",
    class: null,
    unit: "s",
    value: 2.25,
    lower: null,
    upper: null,
  };
  const verified = { size: 5, metric: "cpu_mean", pairs: 2, real: 0.5, simulated: 0.6 };
  const verification = {
    controllers: ["static"],
    workloads: ["constant-0.7"],
    runs: 1,
    steps: 120,
    seed: 1,
    rows: [
      { ...verified, relativeError: 0.2, lower: 0.1, upper: 0.3 },
      { ...verified, metric: "queue_mean", real: 0, relativeError: null, lower: null, upper: null },
    ],
  };
  const calibration = { id: "standard", meanDemand: 0.005, spec: rest, coldStarts: [2.25], verification };
  put(
    workspace.dataDir,
    "calibration/standard.json",
    JSON.stringify({ ...calibration, measured: [rate, start] }),
  );
  const rows = async (id: string) => {
    const frame = await tableFrame(workspace, tableById(id));
    return frame.values.map((row) => Object.fromEntries(frame.columns.map((name, i) => [name, row[i]])));
  };
  const [first, second] = await rows("calibration");
  assert.deepEqual([first.quantity, first.value, first.unit], ["service rate", 8, "1/s"]);
  assert.deepEqual([second.quantity, second.value], ["cold start", 2.25]);
  assert.match(await tableText(workspace, "calibration"), /8\.00 .*7\.50, 8\.50/);
  const errors = (await rows("calibration-verification")).map(({ error }) => error);
  assert.equal(errors[0], 0.2);
  assert.ok(errors[1] === null || Number.isNaN(errors[1]), "nothing is relative to 0");
});

test("the real cluster's check: counts, and times in ms", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  const quantiles = { median: 0.012, p99: 0.034, largest: 0.05 };
  const check = {
    lifecycle: { containers: 25, makingTime: 1, startingTime: 9, removingTime: 4, left: 0 },
    crash: { containers: 25, leftByCrash: 27, leftAfterSweep: 0 },
    scaling: { events: 200, started: 90, stopped: 99, requests: 1000, answered: 996, lost: 3, refused: 1 },
    routing: {
      requests: 21000,
      windows: 14,
      counted: 20000,
      largestDeviation: 1.5,
      largestShareDeviation: 0.001,
      observationTime: quantiles,
      lateness: quantiles,
      routingTime: quantiles,
      drift: 0.0001,
      hostBusy: 0.15,
      overloadedSteps: 0,
      missedIntervals: 2,
    },
    dispatches: [
      {
        dispatch: "least-connections",
        requests: 800,
        lost: 0,
        heavyShare: 0.25,
        slowShare: 0.16,
        drained: 3,
        sentToDraining: 0,
      },
    ],
  };
  put(workspace.dataDir, "calibration/check.json", JSON.stringify(check));
  const frame = await tableFrame(workspace, tableById("cluster-check"));
  const found = new Map(frame.values.map(([what, value]) => [what, value]));
  assert.equal(found.get("requests meanwhile, and lost"), "1,000, 3");
  assert.equal(found.get("observation"), "12.0 ms, 34.0 ms, 50.0 ms");
  assert.equal(found.get("missed intervals"), "2");
  assert.equal(found.get("least-connections: slow one, heavy one; lost"), "16.0 %, 25.0 %; 0 of 800");
});

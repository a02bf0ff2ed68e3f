import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { clusterSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import type { Workspace } from "../../lib/data/index.js";
import type { ResultRow } from "../../lib/evaluation/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { exportFigures, figureCheck, fleetView, markdownTable, tableFrame } from "../../lib/report/index.js";
import { realClaimChecks } from "../../lib/study/claims/real-claims.js";
import { figureById, tableById } from "../../lib/study/index.js";
import { rankedComparisons } from "../../lib/study/two-worlds/simulated-against-real.js";
import { workloadByName } from "../../lib/workload/index.js";
import { resultRow, writeSyntheticData, writeSyntheticRealData } from "./synthetic-data.js";
import { put, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

const TABLES = [
  "simulated-against-real",
  "simulator-error-by-controller",
  "real-conditions",
  "phase-2",
  "phase-2-effect",
];
const FIGURES = ["phase-2-curves", "real-against-simulated"];

const tableText = async (workspace: Workspace, id: string) => {
  const table = tableById(id);
  return markdownTable(table, await tableFrame(workspace, table));
};

test("before anything is measured every export says so; published rows stand alone, claims have no real row", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  for (const file of [
    "evaluation/real.csv",
    "evaluation/real-simulated.csv",
    "training/fine-tuning.csv",
    "training/take-overs.csv",
  ])
    rmSync(join(workspace.dataDir, file));
  for (const id of TABLES) assert.match(await tableText(workspace, id), /not measured yet/, id);
  for (const id of FIGURES) {
    const { data, layout } = figureById(id).draw(dataReader(workspace, figureById(id)));
    assert.equal(data.length, 0);
    assert.match(JSON.stringify(layout), /not measured yet/, id);
  }
  const published = (await tableText(workspace, "real-published")).split("\n").slice(2);
  assert.equal(published.length, 5 * 3);
  assert.doesNotMatch(await tableText(workspace, "claims"), /real/);
  writeSyntheticRealData(workspace.dataDir, [15]);
  assert.match(await tableText(workspace, "claims"), /C6 .* real, phase 2/);
  for (const id of TABLES) assert.doesNotMatch(await tableText(workspace, id), /not measured yet/, id);
});

test("a figure of gathered data is out of date when they arrive", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  const figure = { ...figureById("phase-2-curves"), source: "lib/report/figures/loads.ts" };
  put(workspace.root, "lib/report/figures/loads.ts", "export const a = 1;\n");
  await withoutPrograms(() => exportFigures(workspace, [figure]));
  assert.deepEqual(figureCheck(workspace, figure).refusals, []);
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticRealData(workspace.dataDir);
  const [refusal] = figureCheck(workspace, figure).refusals;
  assert.match(refusal, /wasn't drawn from .*fine-tuning\.csv as it is now/);
  await withoutPrograms(() => exportFigures(workspace, [figure]));
  assert.deepEqual(figureCheck(workspace, figure).refusals, []);
});

/** Runs of three contenders in both worlds; `values[contender][run]`. */
function rowsOf(cluster: string, values: readonly (readonly number[])[], part: Partial<ResultRow> = {}) {
  const contenders = [
    { controller: "writeup-threshold", phase: "" },
    { controller: "writeup-pid", phase: "" },
    { controller: "ppo-writeup", phase: "2" },
  ];
  return values.flatMap((runs, i) =>
    runs.map((value, run) =>
      resultRow({ cluster, size: 15, run, evaluation_seed: run, ...contenders[i], ...part }, value),
    ),
  );
}

test("relative error and rank agreement rest on the runs that every controller has in both worlds", () => {
  const real = rowsOf("docker", [
    [1, 1.2],
    [2, 2.2],
    [3, 3.2, 9],
  ]);
  const simulated = rowsOf("sim", [
    [1.1, 1.32],
    [2.2, 2.42],
    [3.3, 3.52],
  ]);
  const [comparison] = rankedComparisons(real, simulated, ["cpu_mean"]);
  assert.equal(comparison.pairs, 6, "the third run of the agent has no partners");
  assert.ok(Math.abs((comparison.relativeError?.estimate ?? 0) - 0.1) < 1e-12);
  assert.deepEqual(comparison.ranks, { estimate: 1, lower: 1, upper: 1 });
  const [turned] = rankedComparisons(
    real,
    rowsOf("sim", [
      [3, 3],
      [2, 2],
      [1, 1],
    ]),
    ["cpu_mean"],
  );
  assert.equal(turned.ranks?.estimate, -1);
  const [zero] = rankedComparisons(
    rowsOf("docker", [
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
    simulated,
    ["cpu_mean"],
  );
  assert.equal(zero.relativeError, null);
  assert.deepEqual(rankedComparisons(real, rowsOf("sim", [[1], [1], [1]]), ["cpu_mean"]), []);
});

test("the simulator's error is told controller by controller, from pairs alone", () => {
  const files: Record<string, readonly ResultRow[]> = {
    "evaluation/real.csv": rowsOf("docker", [
      [1, 2],
      [2, 2],
      [4, 4, 9],
    ]),
    "evaluation/real-simulated.csv": rowsOf("sim", [[1.2, 2.4], [2], [3, 3]]),
  };
  const data = { rows: (file: string) => files[file].map((row) => asText(row)), json: () => undefined };
  const rows = tableById("simulator-error-by-controller").rows(data);
  assert.deepEqual(
    rows.map(({ controller, pairs }) => [controller, pairs]),
    [
      ["threshold", 2],
      ["ppo-writeup, phase 2", 2],
    ],
    "a single pair has no interval",
  );
  const errors = rows.map(({ error }) => (error as { estimate: number }).estimate);
  assert.ok(Math.abs(errors[0] - 0.2) < 1e-12 && Math.abs(errors[1] + 0.25) < 1e-12, String(errors));
});

test("C6: tied by noise, really tied, or not tied at all", () => {
  const verdict = (agentReal: readonly number[], agentSimulated: readonly number[]) => {
    const rest = [
      [1, 1, 1],
      [1, 1, 1],
    ];
    const files: Record<string, readonly ResultRow[]> = {
      "evaluation/real.csv": rowsOf("docker", [...rest, agentReal]),
      "evaluation/real-simulated.csv": rowsOf("sim", [...rest, agentSimulated]),
    };
    const data = { rows: (file: string) => files[file].map((row) => asText(row)), json: () => undefined };
    return realClaimChecks(data).find(({ claim }) => claim === "C6")?.verdict;
  };
  // A tenth apart on each of three very different arrivals: only pairs show it.
  assert.equal(verdict([1.1, 5.5, 9.9], [1, 5, 9]), "unresolved");
  assert.equal(verdict([1.5, 5.5, 9.5], [1, 5, 9]), "reproduced");
  assert.equal(verdict([1, 5.01, 9], [1, 5, 9]), "reversed");
  assert.equal(verdict([2, 2.01, 2.02], [1, 1.01, 1.02]), "reversed");
});

function asText(row: ResultRow): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isNaN(value) ? "" : String(value)]),
  );
}

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

test("calibration and its verification: not measured yet, then what the file holds", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  for (const id of ["calibration", "calibration-verification", "cluster-check"])
    assert.match(await tableText(workspace, id), /not measured yet/, id);
  const containers = [{ cpuShare: 0.04, memoryMiB: 128, serviceRate: 8 }];
  const spec = { ...clusterSpec({ containers }), containers };
  const { initialFleet: _, ...rest } = spec;
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
  };
  put(workspace.dataDir, "calibration/check.json", JSON.stringify(check));
  const frame = await tableFrame(workspace, tableById("cluster-check"));
  const found = new Map(frame.values.map(([what, value]) => [what, value]));
  assert.equal(found.get("requests meanwhile, and lost"), "1,000, 3");
  assert.equal(found.get("observation"), "12.0 ms, 34.0 ms, 50.0 ms");
  assert.equal(found.get("missed intervals"), "2");
});

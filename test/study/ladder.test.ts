import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataReader } from "../../lib/report/data-reader.js";
import { tableById } from "../../lib/study/index.js";
import { takenInTurn } from "../../lib/study/ladder/configurations.js";
import { staticFleets } from "../../lib/study/ladder/experiment.js";
import { agentReadings, ladderReadings } from "../../lib/study/ladder/readings.js";
import { listed, runLists, settingCounts } from "../../lib/study/ladder/run-counts.js";
import { bestMethod } from "../../lib/study/ladder/settings.js";
import { temporaryWorkspace } from "../report/temporary-workspace.js";
import { writeSyntheticData } from "./synthetic-data.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} isn't ${expected}`);

test("runs are kept as lists and read back, container-seconds to a tenth", () => {
  const lists = runLists([
    { requests: 100, violations: 3, containerSeconds: 1234.5678 },
    { requests: 90, violations: 0, containerSeconds: 1200 },
  ]);
  assert.deepEqual(lists, { requests: "100;90", violations: "3;0", container_seconds: "1234.6;1200" });
  const counts = settingCounts([lists, lists]);
  assert.deepEqual([...Array.from(counts.containerSeconds)], [1234.6, 1200, 1234.6, 1200]);
  assert.throws(() => listed("1;many"), { name: "InputError" });
  assert.throws(() => listed(""), { name: "InputError" });
});

test("the best rule is the cheapest on average over the prices, on the split that is asked", () => {
  const row = (method: string, split: "train" | "dev", train_cost: number, dev_cost: number) => ({
    method,
    split,
    train_cost,
    dev_cost,
  });
  const rows = [
    row("a", "train", 1, 9),
    row("a", "train", 3, 9),
    row("b", "train", 1.5, 1),
    row("b", "train", 2, 1),
    row("a", "dev", 9, 1),
    row("b", "dev", 1, 2),
  ];
  assert.equal(bestMethod(rows, "train"), "b");
  assert.equal(bestMethod(rows, "dev"), "a");
  assert.equal(
    bestMethod(rows, "train", (method) => method === "a"),
    "a",
  );
  assert.equal(
    bestMethod(rows, "train", () => false),
    undefined,
  );
});

test("configurations take turns, rule by rule, until there are enough", () => {
  assert.deepEqual(takenInTurn([["a1", "a2", "a3"], ["b1"], ["c1", "c2"]], 5), [
    "a1",
    "b1",
    "c1",
    "a2",
    "c2",
  ]);
  assert.deepEqual(takenInTurn([], 3), []);
});

test("fixed fleets go from four tenths of N to all of it", () => {
  assert.deepEqual(
    staticFleets(5).map((text) => text.split("=")[1]),
    ["2", "3", "4", "5"],
  );
});

test("made-up data are read as they were made: the ladder's rungs, its worst workload, its agents", (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  const data = dataReader(workspace, tableById("ladder-fleets"));
  const readings = ladderReadings(data, { size: 15, largestStep: "1" });
  // Rates .03, .01, ... and fleets .6, .66, ... less .03 a rung; run r has r more of everything: 6 in four runs.
  const rivals = readings.get("rivals");
  assert.equal(rivals?.rule, "threshold");
  const rate = (exact: number) => (4 * 15000 * exact + 6) / (4 * 15000 + 6);
  const share = (rate(0.01) - 0.01) / (rate(0.01) - rate(0.01 / 3));
  near(rivals?.fleet(0.01)[0] as number, 0.66 + share * 0.06 + 6 / (4 * 4500));
  assert.equal(readings.get("rule")?.rule, "hpa+least-connections");
  near((rivals?.fleet(0.01)[0] as number) - (readings.get("rule")?.fleet(0.01)[0] as number), 0.09);
  near(readings.get("rule")?.worstRate(0.01) as number, 0.01);
  const agents = agentReadings(data, { size: 15, largestStep: "1" });
  assert.deepEqual(
    agents.map((agent) => Number.isFinite(agent.fleet(0.01)[0])),
    [true, false],
  );
  assert.equal(ladderReadings(data, { size: 10, largestStep: "1" }).size, 0);
});

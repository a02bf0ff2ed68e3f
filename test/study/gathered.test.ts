import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Workspace } from "../../lib/data/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { exportFigures, figureCheck, markdownTable, tableFrame } from "../../lib/report/index.js";
import { figureById, tableById } from "../../lib/study/index.js";
import { put, temporaryWorkspace, withoutPrograms } from "../report/temporary-workspace.js";
import { writeSyntheticData, writeSyntheticRealData } from "./synthetic-data.js";

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
  assert.match(await tableText(workspace, "claims"), /C6 .* real, one agent/);
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

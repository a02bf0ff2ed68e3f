import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataReader } from "../../lib/report/data-reader.js";
import { canonicalJson, estimateText, markdownTable, tableFrame } from "../../lib/report/index.js";
import { controllerStyle, figureById, registry, STYLED_CONTROLLERS } from "../../lib/study/index.js";
import { temporaryWorkspace } from "../report/temporary-workspace.js";
import { writeSyntheticData } from "./synthetic-data.js";

test("every figure, table and number is made from the columns of its inputs", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  for (const figure of registry.figures) {
    const { data } = figure.draw(dataReader(workspace, figure));
    assert.ok(data.length > 0, figure.id);
    for (const { x, y, name } of data as { x: number[]; y: number[]; name?: string }[])
      assert.equal(x.length, y.length, `${figure.id}: ${name}`);
    assert.equal(
      canonicalJson(figure.draw(dataReader(workspace, figure)).data),
      canonicalJson(data),
      figure.id,
    );
  }
  for (const table of registry.tables) {
    const text = markdownTable(table, await tableFrame(workspace, table));
    assert.ok(text.split("\n").length > 2, table.id);
    assert.doesNotMatch(text, /undefined|NaN|Infinity/, table.id);
  }
  // Made-up rules may miss a rate that a number asks for: then it is a dash.
  for (const number of registry.numbers)
    assert.match(
      estimateText(number.value(dataReader(workspace, number)), number.format),
      /^(?:−?\d|–$)/,
      number.id,
    );
});

test("captions are whole sentences of bearable length", () => {
  for (const { id, caption } of [...registry.figures, ...registry.tables]) {
    assert.match(caption, /\.$/, id);
    assert.ok(caption.length < 900, `${id}: ${caption.length} characters`);
  }
});

test("an unknown figure lists the known ones", () => {
  assert.throws(() => figureById("nothing"), { name: "InputError", message: /"nothing".*mm1-response-time/ });
});

test("controllers keep their colours; no two share colour and symbol", () => {
  const looks = STYLED_CONTROLLERS.map(
    (name) => `${controllerStyle(name).color} ${controllerStyle(name).symbol}`,
  );
  assert.equal(new Set(looks).size, STYLED_CONTROLLERS.length);
  assert.equal(controllerStyle("threshold+least-queue+pick").color, controllerStyle("threshold").color);
  assert.equal(controllerStyle("threshold+least-queue").dash, "dash");
  assert.throws(() => controllerStyle("unheard-of"), RangeError);
});

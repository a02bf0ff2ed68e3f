import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../lib/data/index.js";
import { fillMarkedNumbers, numberById } from "../../lib/report/index.js";
import { registry } from "../../lib/study/index.js";

const workspace = openWorkspace({ budget: "paper" });
const texts = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");

test("every number resolves from the committed data, interval and all", () => {
  for (const definition of registry.numbers) {
    const text = numberById(workspace, definition);
    assert.match(text, /^\u2212?\d/, `${definition.id}: ${text}`);
    assert.doesNotMatch(text, /\u2013/, `${definition.id}: ${text}`);
  }
});

test("every number stands in the report or in a notebook", () => {
  const report = texts(workspace.sourceDir, ".md");
  const notebooks = texts(join(workspace.root, "notebooks"), ".ipynb");
  const unused = registry.numbers.filter(
    ({ id }) => !report.includes(`{{number:${id}`) && !notebooks.includes(`number(\\"${id}\\"`),
  );
  assert.deepEqual(
    unused.map(({ id }) => id),
    [],
  );
});

test("the README's numbers are those of the committed data", () => {
  const readme = readFileSync(join(workspace.root, "README.md"), "utf8");
  assert.equal(fillMarkedNumbers(readme, workspace, registry.numbers), readme);
  assert.throws(
    () => fillMarkedNumbers("<!--number:no-such-number-->1<!--/number-->", workspace, registry.numbers),
    /no number is called "no-such-number"/,
  );
  assert.throws(
    () => fillMarkedNumbers("<!--number:verdicts-->1", workspace, registry.numbers),
    /followed by/,
  );
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { dataFrame, frameCsv, plainFrame } from "../../lib/report/frame.js";
import {
  exportTable,
  latexTable,
  markdownTable,
  type TableDefinition,
  tableFrame,
} from "../../lib/report/index.js";
import { temporaryWorkspace } from "./temporary-workspace.js";

const table: TableDefinition = {
  id: "rules",
  title: "Rules",
  caption: "Rules.",
  inputs: [],
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "rule", title: "rule_name" },
    { key: "time", title: "$R$ (s)", format: { digits: 2 } },
    { key: "lost", title: "lost (%)", format: { style: "percent", digits: 1 } },
  ],
  rows: () => [
    { size: 5, rule: "pid & co", time: { estimate: 1.5, lower: 1.25, upper: 1.75 }, lost: 0.01 },
    { size: 10, rule: 'a|b, "c"', time: null, lost: null },
  ],
};
const frame = plainFrame(table, table.rows({ rows: () => [], json: () => undefined }));

test("a table in Markdown: numbers flush right, text escaped, a dash where nothing was measured", () => {
  assert.deepEqual(markdownTable(table, frame).split("\n"), [
    "| $N$ | rule\\_name | $R$ (s) | lost (%) |",
    "| --: | :-- | --: | --: |",
    "| 5 | pid & co | 1.50 \\[1.25, 1.75\\] | 1.0 |",
    '| 10 | a\\|b, "c" | – | – |',
  ]);
});

test("a table in LaTeX: booktabs' rules, one more where the group changes", () => {
  assert.deepEqual(latexTable(table, frame).split("\n"), [
    "\\begin{tabular}{@{}rlrr@{}}",
    "\\toprule",
    "$N$ & rule\\_name & $R$ (s) & lost (\\%) \\\\",
    "\\midrule",
    "5 & pid \\& co & 1.50 [1.25, 1.75] & 1.0 \\\\",
    "\\midrule",
    '10 & a\\textbar{}b, "c" & -- & -- \\\\',
    "\\bottomrule",
    "\\end{tabular}",
  ]);
});

test("a table's CSV has the bounds in columns of their own, in full precision", () => {
  assert.equal(
    frameCsv(frame),
    'size,rule,time,time_lower,time_upper,lost\n5,pid & co,1.5,1.25,1.75,0.01\n10,"a|b, ""c""",,,,\n',
  );
});

test("danfojs's frame gives the same table as the plain one", async () => {
  const danfo = await dataFrame(frame);
  assert.equal(markdownTable(table, danfo), markdownTable(table, frame));
  assert.equal(latexTable(table, danfo), latexTable(table, frame));
  assert.equal(frameCsv(danfo), frameCsv(frame));
});

test("without TensorFlow's native library danfojs groups all the same", () => {
  const script = `
const { Module } = require("node:module");
const find = Module._resolveFilename;
Module._resolveFilename = (name, ...others) => {
  if (name === "@tensorflow/tfjs-node") throw new Error("no such library");
  return find.call(Module, name, ...others);
};
const { dataFrame } = require("./lib/report/frame.ts");
dataFrame({ columns: ["rule", "time"], values: [["pid", 1], ["pid", 3], ["hpa", 5]] }).then((frame) => {
  process.stdout.write(JSON.stringify(frame.groupby(["rule"]).col(["time"]).mean().values));
});`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--eval", script], {
    cwd: resolve(__dirname, "../.."),
    encoding: "utf8",
  });
  assert.equal(stdout, '[["pid",2],["hpa",5]]', stderr);
});

test("exporting a table writes CSV, Markdown and LaTeX", async (context) => {
  const workspace = temporaryWorkspace(context);
  const paths = await exportTable(workspace, table);
  assert.equal(
    readFileSync(paths[1], "utf8"),
    `${markdownTable(table, await tableFrame(workspace, table))}\n`,
  );
  assert.deepEqual(
    paths.map((path) => path.split(".").pop()),
    ["csv", "md", "tex"],
  );
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace, type Workspace } from "../../lib/data/index.js";
import {
  buildReport,
  exportFigures,
  exportRegistry,
  missingPicturePrograms,
  missingReportPrograms,
  type NumberDefinition,
  numberById,
  ReportError,
  type TableDefinition,
} from "../../lib/report/index.js";
import { programPath } from "../../lib/report/programs.js";
import { registry } from "../../lib/study/index.js";
import { loadsFigure, put, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

const longest: NumberDefinition = {
  id: "longest-time",
  title: "longest time",
  inputs: ["loads.csv"],
  format: { digits: 1, unit: "s" },
  value: (data) => ({
    estimate: Math.max(...data.rows("loads.csv").map((row) => Number(row.time))),
    lower: 4.5,
    upper: 5.5,
  }),
};
const loadsTable: TableDefinition = {
  id: "loads",
  title: "Loads",
  caption: "Loads & 100 % of their times $R_i$.",
  inputs: ["loads.csv"],
  columns: [
    { key: "load", title: "load" },
    { key: "time", title: "time (s)" },
  ],
  rows: (data) =>
    data.rows("loads.csv").map(({ load, time }) => ({ load: Number(load), time: Number(time) })),
};
const exports = exportRegistry({ figures: [loadsFigure], tables: [loadsTable], numbers: [longest] });

const CHAPTER = `# Results

It takes {{number:longest-time}}, or {{number:longest-time:plain}} in short {{cite:book}}; see {{ref:figure:loads}} and
{{ref:table:loads}}, where $x_{{a}} = 1$.

{{figure:loads}}

{{table:loads}}
`;

function writeSource(workspace: Workspace, chapter = CHAPTER): void {
  put(workspace.root, "report/source/10-results.md", chapter);
  put(workspace.root, "report/source/abstract.md", "At most {{number:longest-time:plain}}.\n");
  put(workspace.root, "report/source/references.json", '{ "book": "A. Author. *A Book*. 2001." }');
}

async function problems(workspace: Workspace, using = exports): Promise<readonly string[]> {
  try {
    await buildReport(workspace, { registry: using });
  } catch (error) {
    assert.ok(error instanceof ReportError, String(error));
    assert.deepEqual(error.message.split("\n"), error.problems, "one line each");
    assert.equal(existsSync(join(workspace.reportDir, "report.md")), false, "nothing is written");
    return error.problems;
  }
  return [];
}

test("numbers by id: with unit and interval, or plain", (context) => {
  const workspace = temporaryWorkspace(context);
  assert.equal(numberById(workspace, longest), "5.0 [4.5, 5.5]\u00a0s");
  assert.equal(numberById(workspace, longest, { plain: true }), "5.0\u00a0s");
});

test("unknown ids, kinds and references fail the build, with file and line", async (context) => {
  const workspace = temporaryWorkspace(context);
  const lines = [
    "{{figure:nothing}}",
    "{{number:nothing}}",
    "{{cite:nobody}}",
    "{{figrue:loads}}",
    "x {{table:loads}}",
  ];
  writeSource(workspace, CHAPTER + lines.join("\n"));
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  assert.deepEqual(await problems(workspace), [
    'report/source/10-results.md:9: unknown figure "nothing"',
    'report/source/10-results.md:10: unknown number "nothing"',
    'report/source/10-results.md:11: unknown reference "nobody": enter it in references.json',
    "report/source/10-results.md:12: unknown placeholder {{figrue:loads}}: use figure, table, number, ref:figure, ref:table or cite",
    "report/source/10-results.md:13: {{table:loads}} must stand alone on its line",
  ]);
});

test("exports and references that nothing uses fail the build; a notebook's use counts", async (context) => {
  const workspace = temporaryWorkspace(context);
  writeSource(workspace, "# Nothing\n\n{{ref:figure:loads}}\n");
  assert.deepEqual(await problems(workspace), [
    "report/source/10-results.md:3: {{ref:figure:loads}} refers to what the report doesn't show",
    "figure loads is exported, but neither the report nor a notebook uses it",
    "table loads is exported, but neither the report nor a notebook uses it",
    'reference "book" of report/source/references.json is never cited',
  ]);
  put(workspace.root, "notebooks/a.ipynb", JSON.stringify({ source: 'await show("loads")' }));
  assert.equal((await problems(workspace)).length, 2);
});

test("a figure of other data is refused when the report is built", async (context) => {
  const workspace = temporaryWorkspace(context);
  writeSource(workspace);
  assert.match((await problems(workspace))[0], /^figure loads: figures\/loads\.plotly\.json doesn't exist/);
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  put(workspace.root, "data/loads.csv", "load,time\n0.5,2.5\n");
  assert.match(
    (await problems(workspace)).join(),
    /^figure loads: .* wasn't drawn from data\/loads\.csv as it is now/,
  );
});

test("missing data fail the paper's report and are said in a quick one", async (context) => {
  const absent = exportRegistry({ ...exports, tables: [{ ...loadsTable, inputs: ["docker.csv"] }] });
  const paper = temporaryWorkspace(context);
  writeSource(paper);
  await withoutPrograms(() => exportFigures(paper, [loadsFigure]));
  assert.match(
    (await problems(paper, absent)).join(),
    /^loads needs data\/docker\.csv, which isn't there: make it with/,
  );
  const smoke = temporaryWorkspace(context, "smoke");
  writeSource(smoke);
  await withoutPrograms(() => exportFigures(smoke, [loadsFigure]));
  const { markdown, pdf, leftOut } = await withoutPrograms(() => buildReport(smoke, { registry: absent }));
  assert.equal(pdf, undefined);
  assert.match(leftOut[0], /no pandoc on PATH: report\.pdf isn't built, only report\.md/);
  assert.match(readFileSync(markdown, "utf8"), /Table 1 isn't shown: not measured in the smoke budget/);
});

test("the Markdown report: numbers, pictures, tables, references; the source's text unchanged", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  writeSource(workspace);
  await exportFigures(workspace, [loadsFigure]);
  const { markdown, pdf } = await buildReport(workspace, { registry: exports });
  const text = readFileSync(markdown, "utf8");
  assert.match(text, /^# A title & more\n\nNobody\n\n## Abstract\n\nAt most 5\.0\u00a0s\.\n\n## Results\n/);
  assert.match(
    text,
    /It takes 5\.0 \[4\.5, 5\.5\]\u00a0s, or 5\.0\u00a0s in short \\\[1\\\]; see Figure\u00a01 and\nTable\u00a01/,
  );
  assert.match(text, /\$x_\{\{a\}\} = 1\$/);
  assert.match(text, /\| load \| time \(s\) \|\n\| --: \| --: \|\n\| 0\.50 \| 2\.00 \|/);
  assert.match(text, /\n## References\n\n1\. A\. Author\./);
  const pictures = [...text.matchAll(/\]\((\.\.\/figures\/[^)]+)\)/g)].map(([, path]) => path);
  assert.ok(pictures.length > 0 && pictures.every((path) => existsSync(join(workspace.reportDir, path))));
  assert.equal(
    JSON.parse(readFileSync(join(workspace.reportDir, "numbers.json"), "utf8"))["longest-time"].upper,
    5.5,
  );

  if (missingReportPrograms().length > 0) return context.diagnostic(missingReportPrograms()[0]);
  assert.ok(pdf !== undefined);
  const first = readFileSync(pdf);
  await buildReport(workspace, { registry: exports });
  assert.ok(first.equals(readFileSync(pdf)), "the same report is the same file");
  const inode = statSync(pdf).ino;
  await buildReport(workspace, { registry: exports });
  assert.equal(statSync(pdf).ino, inode, "pages of the same text stay");
  writeFileSync(pdf, first.subarray(0, 100));
  await buildReport(workspace, { registry: exports });
  assert.ok(first.equals(readFileSync(pdf)), "damaged pages are made again");
  assert.deepEqual(readdirSync(workspace.reportDir).sort(), [
    "numbers.json",
    "report.md",
    "report.pdf",
    "report.tex",
    "tables",
  ]);
  if (programPath("pdftotext") === undefined) return;
  const page = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" });
  for (const expected of [
    "A title & more",
    "It takes 5.0 [4.5, 5.5] s",
    "[1]",
    "Table 1. Loads & 100 % of",
    "References",
  ])
    assert.ok(page.includes(expected), `${expected} in\n${page}`);
  assert.doesNotMatch(page, /\?\?/);
});

test("a formula that LaTeX can't set is one line", async (context) => {
  if (missingReportPrograms().length > 0) return context.skip(missingReportPrograms()[0]);
  const workspace = temporaryWorkspace(context);
  put(workspace.root, "report/source/10-results.md", "# Bad\n\n$\\nosuchcommand$\n");
  await assert.rejects(buildReport(workspace, { registry: exportRegistry({}) }), (error: Error) => {
    assert.match(error.message, /^LaTeX can't set the report \(.*Undefined control sequence/);
    return error.name === "InputError" && !error.message.includes("\n");
  });
  assert.equal(existsSync(join(workspace.reportDir, "report.md")), false);
});

test("the workspace's own report is built from its own exports", async (context) => {
  const home = openWorkspace({ root: join(__dirname, "../.."), budget: "smoke" });
  const elsewhere = temporaryWorkspace(context);
  const workspace = {
    ...home,
    figuresDir: elsewhere.figuresDir,
    reportDir: elsewhere.reportDir,
    dataDir: elsewhere.dataDir,
  };
  const drawable = registry.figures.filter(({ inputs }) => inputs.length === 0);
  await exportFigures(workspace, drawable);
  const { warnings, pdf } = await buildReport(workspace, { registry });
  assert.deepEqual(warnings, []);
  assert.equal(pdf !== undefined, missingReportPrograms().length === 0);
  if (missingPicturePrograms().length > 0) context.diagnostic(missingPicturePrograms()[0]);
});

test("a registry refuses ids that are no words or given twice", () => {
  assert.throws(() => exportRegistry({ figures: [{ ...loadsFigure, id: "Bad id" }] }), /"Bad id"/);
  assert.throws(() => exportRegistry({ figures: [loadsFigure, loadsFigure] }), /"loads" is given twice/);
});

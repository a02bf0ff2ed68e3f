import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { columns, experiment } from "../../lib/evaluation/index.js";
import {
  type DescribedFiles,
  dataDictionary,
  filePattern,
  ownPattern,
} from "../../lib/study/data-dictionary/dictionary.js";
import { OTHER_FILES } from "../../lib/study/data-dictionary/other-files.js";
import { OWN_COLUMNS } from "../../lib/study/data-dictionary/own-columns.js";
import { SHARED_COLUMNS } from "../../lib/study/data-dictionary/shared-columns.js";
import { verifiable } from "../../lib/study/questions.js";

const data = resolve(__dirname, "../../data");
const kinds = dataDictionary(verifiable);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [relative(data, path)];
  });
}

/** Names of a CSV file's columns, or of the fields at the top of a JSON file. */
function namesIn(file: string): readonly string[] {
  const bytes = readFileSync(join(data, file));
  if (file.endsWith(".json")) return Object.keys(JSON.parse(bytes.toString()));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  return text.slice(0, text.indexOf("\n")).split(",");
}

/** The kinds that a file belongs to. */
function kindsOf(file: string, of = kinds): readonly DescribedFiles[] {
  return of.filter(({ files }) =>
    files.some(({ pattern }) => pattern === file || filePattern(pattern).test(file)),
  );
}

function undescribed(file: string, names: readonly string[]): readonly string[] {
  const [kind] = kindsOf(file);
  const isMeant = (name: string, column: string) =>
    column.endsWith("*") ? name.startsWith(column.slice(0, -1)) : name === column;
  return names.filter((name) => !kind.columns.some((column) => isMeant(name, column.name)));
}

test("every committed file is described once, with all its columns", () => {
  const files = filesOf(data);
  assert.ok(files.length > 400, `only ${files.length} files`);
  for (const file of files) {
    assert.equal(kindsOf(file).length, 1, `data/${file} is described ${kindsOf(file).length} times`);
    assert.deepEqual(undescribed(file, namesIn(file)), [], `data/${file} has columns without a meaning`);
  }
});

test("a file or a column that isn't described is found", () => {
  assert.deepEqual(kindsOf("evaluation/party.csv"), []);
  assert.deepEqual(undescribed("theory.csv", ["model", "guests"]), ["guests"]);
  const party = experiment({
    id: "party",
    question: "Who comes?",
    module: __filename,
    file: "party.csv",
    columns: columns({ size: { kind: "integer", identity: true }, guests: { kind: "integer" } }),
    cells: () => [],
    describe: () => ({ seed: 0, config: {} }),
  });
  assert.throws(() => dataDictionary([party]), {
    name: "RangeError",
    message: /^column guests of data\/party\.csv has no meaning: write one in /,
  });
});

test("a column's own meaning goes before the one that others share", () => {
  const steps = (file: string) => kindsOf(file)[0].columns.find(({ name }) => name === "steps")?.meaning;
  assert.equal(steps("evaluation/rules.csv"), "control steps of the episode");
  assert.equal(steps("training/curves.csv"), "environment steps done");
});

test("no meaning is left over: its file and its column are there", () => {
  const used = new Set<string>();
  for (const { file, columns: table } of verifiable) {
    const pattern = ownPattern(file);
    const own = pattern === undefined ? {} : OWN_COLUMNS[pattern];
    const names = [...Object.keys(table), "code"];
    for (const name of names) used.add(name in own ? `${pattern} ${name}` : name);
  }
  const own = Object.entries(OWN_COLUMNS).flatMap(([pattern, meanings]) =>
    Object.keys(meanings).map((name) => `${pattern} ${name}`),
  );
  assert.deepEqual(
    [...Object.keys(SHARED_COLUMNS), ...own].filter((meaning) => !used.has(meaning)),
    [],
  );
  const files = filesOf(data);
  for (const { files: pattern } of OTHER_FILES)
    assert.ok(
      files.some((file) => filePattern(pattern).test(file)),
      `no file is like ${pattern}`,
    );
});

test("a pattern tells files apart", () => {
  assert.ok(filePattern("tuning/*.csv.gz").test("tuning/hpa+least-connections-k1.csv.gz"));
  assert.ok(!filePattern("tuning/*.csv.gz").test("tuning/old/hpa.csv.gz"));
  assert.ok(!filePattern("theory.csv").test("theoryxcsv"));
  assert.ok(filePattern("evaluation/{real,rules}.csv").test("evaluation/rules.csv"));
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isSound, readManifest, readVerification } from "../../lib/data/index.js";
import { type Experiment, type VerifyOptions, verify } from "../../lib/evaluation/index.js";
import { sampledPlaces } from "../../lib/evaluation/verify/sample.js";
import { curve, fewer, inSittings, right, wrong } from "./squares.js";

const root = mkdtempSync(join(tmpdir(), "verify-"));
after(() => rmSync(root, { recursive: true }));
let folders = 0;

async function committed(...experiments: readonly Experiment[]): Promise<string> {
  const dataDir = join(root, String(folders++));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "ribbon.txt"), "red");
  for (const experiment of experiments)
    await experiment.run({
      budget: "paper",
      otherCode: "replace",
      dataDir,
      workDir: join(root, "work"),
      command: "test",
      date: "2001-01-01T00:00:00Z",
      workers: 1,
    });
  return dataDir;
}

function check(dataDir: string, experiments: readonly Experiment[], more: Partial<VerifyOptions> = {}) {
  return verify({
    experiments,
    unverifiable: { "ribbon.txt": "bought" },
    dataDir,
    sample: 1,
    seed: 1,
    only: experiments.map(({ file }) => file),
    date: "2001-01-01T00:00:00Z",
    workers: 2,
    ...more,
  });
}

test("rows that come out again agree, and so do the files that come with them", async () => {
  const dataDir = await committed(right);
  const before = readFileSync(join(dataDir, "squares.csv"), "utf8");
  const { files } = await check(dataDir, [right]);
  const { rows, tried, agree, differences, findings } = files["squares.csv"];
  assert.deepEqual([rows, tried, agree, differences, findings], [6, 6, 6, [], []]);
  assert.ok(isSound(files["squares.csv"]));
  assert.equal(readFileSync(join(dataDir, "squares.csv"), "utf8"), before, "nothing committed is written");
});

test("a change in the seventh digit of one cell's code is found, with column, committed and measured value", async () => {
  const dataDir = await committed(right);
  const { files } = await check(dataDir, [wrong]);
  const { tried, agree, differences } = files["squares.csv"];
  assert.deepEqual([tried, agree], [6, 5]);
  assert.deepEqual(
    differences.map(({ cell, column, committed }) => [cell.side, column, committed]),
    [
      [3, "area", 3],
      [3, "terms", "half:1.5;whole:3"],
    ],
  );
  assert.equal(differences[0].measured, 3 * 1.000001);
});

test("a changed value, a row without a cell, a cell without a row, a doubled row and a damaged file are findings", async () => {
  const dataDir = await committed(right);
  const file = join(dataDir, "squares.csv");
  const text = readFileSync(file, "utf8");
  const found = async (content: string, experiment: Experiment = right) => {
    writeFileSync(file, content);
    return (await check(dataDir, [experiment])).files["squares.csv"];
  };
  const changed = await found(text.replace("8.333333", "8.333334"));
  assert.deepEqual([changed.agree, changed.differences[0].committed], [5, 8.333334]);
  assert.deepEqual((await found(text, fewer)).findings, ["1 of 6 groups of rows belong to no cell"]);
  const [header, first, ...others] = text.split("\n");
  assert.deepEqual((await found([header, ...others].join("\n"))).findings, ["1 of 6 cells have no row"]);
  assert.match(
    (await found([header, first, first, ...others].join("\n"))).findings.join("; "),
    /more than one row/,
  );
  assert.match((await found(text.slice(0, -5))).findings[0], /^squares\.csv, line 7 is cut off/);
  rmSync(file);
  const missing = (await check(dataDir, [right])).files["squares.csv"];
  assert.match(missing.findings[0], /^squares\.csv doesn't exist/);
  assert.ok(!isSound(missing));
});

test("of what is measured over several sittings, cells that are missing are told, and times are not compared", async () => {
  const dataDir = await committed(inSittings);
  const file = join(dataDir, "squares.csv");
  const found = async () => (await check(dataDir, [inSittings])).files["squares.csv"];
  const whole = await found();
  assert.deepEqual([whole.tried, whole.agree, whole.notes], [6, 6, []]);
  writeFileSync(file, readFileSync(file, "utf8").replace(/^4,.*\n/m, ""));
  const partly = await found();
  assert.deepEqual([partly.tried, partly.agree, partly.findings], [5, 5, []]);
  assert.deepEqual(partly.notes, ["1 of 6 cells are not measured yet"]);
  rmSync(file);
  const none = await found();
  assert.ok(isSound(none));
  assert.deepEqual(none.notes, ["6 of 6 cells are not measured yet"]);
});

test("a file that measuring writes is compared, too", async () => {
  const dataDir = await committed(right);
  writeFileSync(join(dataDir, "drawings/2.json"), '{ "area": 1.5 }');
  const { findings } = (await check(dataDir, [right])).files["squares.csv"];
  assert.deepEqual(findings, ["drawings/2.json isn't the one that comes out when it is made again"]);
});

test("of a small sample a part of a cell is measured, and compared with the rows that are kept of it", async () => {
  const dataDir = await committed(curve);
  const small = (await check(dataDir, [curve], { sample: 0.01 })).files["curve.csv"];
  assert.deepEqual([small.rows, small.tried, small.agree], [2000, 10, 10]);
  assert.deepEqual(small.notes, ["of 1 cells the first 1 %"]);
  const large = (await check(dataDir, [curve], { sample: 1 })).files["curve.csv"];
  assert.deepEqual([large.tried, large.agree], [1010, 1010]);
});

test("what the manifest, the folder and the experiments say of a file must fit together", async () => {
  const dataDir = await committed(right);
  const all = async () => {
    const { files } = await check(dataDir, [right], { only: undefined });
    return Object.entries(files).flatMap(([file, { findings }]) =>
      findings.map((line) => `${file}: ${line}`),
    );
  };
  assert.deepEqual(await all(), ["ribbon.txt: isn't in the manifest"]);
  rmSync(join(dataDir, "ribbon.txt"));
  writeFileSync(join(dataDir, "drawings/2.json"), "{}");
  const manifest = join(dataDir, "manifest.json");
  const entries = readManifest(manifest);
  writeFileSync(join(dataDir, "other.csv"), "a\n");
  writeFileSync(manifest, JSON.stringify({ ...entries, "other.csv": entries["squares.csv"] }));
  const found = await verify({
    experiments: [fewer],
    unverifiable: {},
    dataDir,
    sample: 0.01,
    seed: 1,
    date: "2001-01-01T00:00:00Z",
  });
  const lines = Object.entries(found.files).flatMap(([file, { findings }]) =>
    findings.map((line) => `${file}: ${line}`),
  );
  assert.ok(
    lines.includes("drawings/2.json: isn't what the manifest recorded, or is missing"),
    lines.join("\n"),
  );
  assert.ok(lines.includes("other.csv: is verified by nothing"), lines.join("\n"));
});

test("it can be stopped, and what it found is read back as it was", async () => {
  const dataDir = await committed(right);
  const stop = new AbortController();
  const stopped = check(dataDir, [right], { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(stopped, { name: "AbortError" });
  const found = await check(dataDir, [right]);
  const file = join(dataDir, "verification.json");
  writeFileSync(file, JSON.stringify(found));
  assert.deepEqual(readVerification(file), JSON.parse(JSON.stringify(found)));
});

test("a sample is a share of the places, at least one of each kind, and the seed's", () => {
  const kinds = Array.from({ length: 1000 }, (_, place) => (place === 999 ? "rare" : "common"));
  const places = sampledPlaces(kinds, 0.01, 1, "rows");
  assert.ok(places.includes(999) && places.length >= 10 && places.length <= 11, String(places));
  assert.deepEqual(sampledPlaces(kinds, 0.01, 1, "rows"), places);
  assert.notDeepEqual(sampledPlaces(kinds, 0.01, 2, "rows"), places);
  assert.deepEqual(sampledPlaces(["a", "a", "a"], 1, 1, "rows"), [0, 1, 2]);
  assert.deepEqual(sampledPlaces([], 0.5, 1, "rows"), []);
});

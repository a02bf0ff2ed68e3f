import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { manifestFile, manifestMismatches, readManifest, writeCsv } from "../../../lib/data/index.js";
import {
  cheapestTrial,
  fileColumns,
  readTrials,
  TRIAL_COLUMNS,
  type TrialCell,
  tune,
  verify,
} from "../../../lib/evaluation/index.js";
import { measureTrial } from "../../../lib/evaluation/tuning/trial-experiment.js";
import { readTrialRows } from "../../../lib/evaluation/tuning/trials-file.js";
import { tuned } from "./tuned-threshold.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-tuning-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const SEARCH = { controllers: ["threshold"], sizes: [2, 3], budget: 60_000, workers: 1 };
const contentOf = (place: string, file = "threshold-k1.csv.gz") =>
  readFileSync(join(folder, place, file)).toString("hex");

const whole = tune({ ...SEARCH, folder: join(folder, "whole") });

test("a search spends no more than its budget and stores all of it", async () => {
  const [search] = await whole;
  assert.ok(search !== undefined && search.spent <= SEARCH.budget);
  const rows = readTrialRows(search.file);
  assert.equal(
    rows.reduce((sum, { steps }) => sum + steps, 0),
    search.spent,
  );
  const { all, finalists } = search.trials;
  assert.ok(all.length > finalists.length && finalists.length > 0);
  assert.ok(finalists.every(({ dev }) => dev.size === 0 || dev.size === 8));
  for (const row of rows) {
    assert.ok(row.requests > 0 && row.container_seconds > 0 && row.time === 300 * row.runs);
    assert.ok(row.violations <= row.requests);
  }
});

test("the number of processes changes nothing", async () => {
  await whole;
  await tune({ ...SEARCH, folder: join(folder, "two"), workers: 2 });
  assert.equal(contentOf("two"), contentOf("whole"));
});

test("a search that is stopped is gone on with, and its file is the same in the end", async () => {
  await whole;
  const place = join(folder, "stopped");
  const stops = [0.2, 0.7];
  for (const share of stops) {
    const stop = new AbortController();
    const run = tune({
      ...SEARCH,
      folder: place,
      signal: stop.signal,
      onProgress: (done, total) => done > share * total && stop.abort(),
    });
    await assert.rejects(run, { name: "AbortError" });
    const spent = readTrialRows(join(place, "threshold-k1.csv.gz")).reduce(
      (sum, { steps }) => sum + steps,
      0,
    );
    assert.ok(spent > share * 0.9 * SEARCH.budget && spent < (share + 0.2) * SEARCH.budget, String(spent));
  }
  await tune({ ...SEARCH, folder: place });
  assert.equal(contentOf("stopped"), contentOf("whole"));
});

test("a larger budget adds a search to the file: settings are chosen from it, and spend adds up", async () => {
  const place = join(folder, "more");
  const [small] = await tune({ ...SEARCH, budget: 20_000, folder: place });
  const [large] = await tune({ ...SEARCH, folder: place });
  const trials = readTrials(join(place, "threshold-k1.csv.gz"));
  assert.equal(trials.spent, (small?.spent ?? 0) + (large?.spent ?? 0));
  const setting = { size: 3, price: 1, split: "train" } as const;
  const [alone] = await whole;
  assert.ok(alone !== undefined);
  assert.equal(cheapestTrial(trials, setting).controller, cheapestTrial(alone.trials, setting).controller);
});

test("bad input is refused before anything is measured or written", async () => {
  const place = join(folder, "refused");
  const refused = (change: object, pattern: RegExp) =>
    assert.rejects(tune({ ...SEARCH, ...change, folder: place }), pattern);
  await refused({ budget: 100 }, /a budget of 100 steps is too small: the least is 5280/);
  await refused({ controllers: ["threshold", "thresold"] }, /unknown rule "thresold"/);
  await refused({ controllers: ["threshold", "threshold+round-robin"] }, /would be written twice/);
  assert.ok(!existsSync(place));
  const foreign = join(folder, "foreign");
  await tune({ ...SEARCH, controllers: ["pid"], budget: 6000, folder: foreign });
  writeFileSync(join(foreign, "threshold-k1.csv.gz"), "something else");
  await assert.rejects(
    tune({ ...SEARCH, controllers: ["square-root", "threshold"], folder: foreign }),
    /threshold-k1\.csv\.gz is not compressed/,
  );
  assert.deepEqual(readdirSync(foreign).sort(), ["pid-k1.csv.gz", "threshold-k1.csv.gz"]);
});

test("rows of other code are refused unless they are to be kept or replaced", async () => {
  const place = join(folder, "other");
  const again = (otherCode?: "keep" | "replace") => tune({ ...SEARCH, folder: place, otherCode });
  const [search] = await again();
  const file = String(search?.file);
  const rows = readTrialRows(file);
  const foreign = rows.map((row, i) => (i === 3 ? { ...row, code: "000000000000" } : row));
  writeCsv(file, fileColumns(TRIAL_COLUMNS), foreign);
  await assert.rejects(again(), /holds results made by other code/);
  await again("keep");
  assert.deepEqual(readTrialRows(file), foreign);
  await again("replace");
  assert.deepEqual(new Set(readTrialRows(file)), new Set(rows));
});

test("the test split is locked, and dev has its own seeds", async () => {
  const [search] = await whole;
  const rows = readTrialRows(String(search?.file));
  assert.deepEqual(new Set(rows.map(({ split }) => split)), new Set(["train", "dev"]));
  const { code: _, ...cell } = rows[0] as TrialCell & { code: string };
  const onTest: TrialCell = { ...cell, split: "dev", workload: "ladder-constant-0.6", runs: 1 };
  await assert.rejects(measureTrial(onTest, {}), /belongs to the test split, which is locked for tuning/);
});

test("the manifest describes a file, and its rows can be verified", async () => {
  const dataDir = join(folder, "data");
  const manifest = manifestFile(dataDir);
  const date = "2001-01-01T00:00:00Z";
  await tune({
    ...SEARCH,
    folder: join(dataDir, "tuning"),
    manifest: { file: manifest, command: "npx fleetlab tune", date },
  });
  assert.deepEqual(Object.keys(readManifest(manifest)), ["tuning/threshold-k1.csv.gz"]);
  assert.deepEqual(manifestMismatches(manifest), []);
  const options = {
    experiments: [tuned],
    unverifiable: {},
    dataDir,
    sample: 0.05,
    seed: 1,
    date,
    workers: 1,
  };
  const found = (await verify(options)).files[tuned.file];
  assert.ok(found !== undefined && found.tried >= 3);
  assert.deepEqual([found.agree, found.findings], [found.tried, []]);
});

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { InputError } from "../../lib/check/index.js";
import { bucketIndex } from "../../lib/cluster/index.js";
import { storedNumber } from "../../lib/data/index.js";
import {
  loadRecords,
  RECORD_COLUMNS,
  type RecordTable,
  runEpisode,
  saveRecords,
} from "../../lib/evaluation/index.js";
import { idleController, type ScriptedStep, scriptedCluster } from "./scripted-cluster.js";

const folder = mkdtempSync(join(tmpdir(), "records-"));
after(() => rmSync(folder, { recursive: true }));

const SCRIPT: readonly ScriptedStep[] = [
  {
    requests: 3,
    responseTimes: [0.1, 0.1, 0.7],
    scaleCommand: 1,
    scaleEffect: 1,
    routingLoss: 0.25,
    cpuMean: 1 / 3,
    reward: -1.5,
    terms: { violations: -1, "container-seconds": -0.5 },
  },
  { requests: 1, errors: 1, violations: 1, effectReversed: true, terms: { violations: -3 } },
  { reward: -0.1 },
];

function episode(steps: number, options = {}): Promise<RecordTable> {
  return runEpisode({
    cluster: scriptedCluster(SCRIPT, options),
    controller: idleController(),
    seed: 1,
    steps,
  });
}

/** Ten significant digits, as a file of records keeps them. */
const kept = (values: Float64Array) => values.map((value) => storedNumber(value, { digits: 10 }));

function assertEqualTables(actual: RecordTable, expected: RecordTable): void {
  assert.equal(actual.length, expected.length);
  assert.equal(actual.size, expected.size);
  assert.deepEqual(actual.termNames, expected.termNames);
  for (const name of RECORD_COLUMNS)
    assert.deepEqual(kept(actual.column(name)), kept(expected.column(name)), name);
  for (const name of expected.termNames)
    assert.deepEqual(kept(actual.term(name)), kept(expected.term(name)), name);
  for (let row = 0; row < expected.length; row++)
    assert.deepEqual(actual.histogramPairs(row), expected.histogramPairs(row));
}

test("a record keeps each step though the cluster reuses its result", async () => {
  const records = await episode(3);
  assert.equal(records.length, 3);
  assert.equal(records.size, 4);
  assert.deepEqual([...records.column("step")], [0, 1, 2]);
  assert.deepEqual([...records.column("time")], [2, 4, 6]);
  assert.deepEqual([...records.column("duration")], [2, 2, 2]);
  assert.deepEqual([...records.column("requests")], [3, 1, 0]);
  assert.deepEqual([...records.column("effectReversed")], [0, 1, 0]);
  assert.deepEqual([...records.column("routingLoss")], [0.25, Number.NaN, Number.NaN]);
  assert.deepEqual([...records.column("reward")], [-1.5, 0, -0.1]);
  assert.deepEqual([...records.term("violations")], [-1, -3, -3]);
  assert.deepEqual([...records.histogramPairs(0).buckets], [bucketIndex(0.1), bucketIndex(0.7)]);
  assert.deepEqual([...records.histogramPairs(0).counts], [2, 1]);
  assert.equal(records.histogramPairs(1).buckets.length, 0);
});

test("a record grows, and its histogram merges any range of rows", async () => {
  const records = await episode(3 * 700);
  assert.equal(records.length, 2100);
  assert.equal(records.column("time")[2099], 4200);
  const merged = records.histogram();
  assert.equal(merged[bucketIndex(0.1)], 1400);
  assert.equal(merged[bucketIndex(0.7)], 700);
  assert.equal(
    merged.reduce((sum, count) => sum + count, 0),
    2100,
  );
  assert.equal(records.histogram(1, 7)[bucketIndex(0.1)], 4);
});

test("an unknown column, term or row is a RangeError that names it", async () => {
  const records = await episode(1);
  assert.throws(
    () => records.column("latency" as never),
    /RangeError: column must be one of .*, got latency/,
  );
  assert.throws(() => records.term("x"), /RangeError: term must be one of .*, got x/);
  assert.throws(() => records.histogramPairs(1), /RangeError: row .*got 1/);
});

test("an episode awaits an asynchronous cluster and gives the same record", async () => {
  assertEqualTables(await episode(4, { asynchronous: true }), await episode(4));
});

test("an episode ends where the cluster truncates it, and leaves the cluster open", async () => {
  const cluster = scriptedCluster(SCRIPT, { limit: 2 });
  const records = await runEpisode({ cluster, controller: idleController(), seed: 7, steps: 5 });
  assert.equal(records.length, 2);
  assert.equal(cluster.closed, 0);
  assert.deepEqual(cluster.seeds, [7]);
});

test("a controller is started with a seed that depends on the episode's", async () => {
  const seeds: number[] = [];
  for (const seed of [1, 1, 2])
    await runEpisode({ cluster: scriptedCluster(SCRIPT), controller: idleController(seeds), seed, steps: 1 });
  assert.equal(seeds[0], seeds[1]);
  assert.notEqual(seeds[0], seeds[2]);
});

test("aborting stops an episode on a cluster that never waits", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error("stopped")), 5);
  const endless = runEpisode({
    cluster: scriptedCluster(SCRIPT),
    controller: idleController(),
    seed: 1,
    steps: 50_000_000,
    signal: abort.signal,
  });
  await assert.rejects(endless, /stopped/);
});

test("records come back from a file, numbers with ten significant digits", async () => {
  const records = await episode(1500);
  const file = join(folder, "deep", "whole.csv.gz");
  saveRecords(file, records);
  assertEqualTables(loadRecords(file), records);
  assert.deepEqual(readdirSync(join(folder, "deep")), ["whole.csv.gz"]);
  const [header, first] = gunzipSync(readFileSync(file)).toString().split("\n");
  assert.match(
    header,
    /^size,step,time,.*,response_time_sum,.*,histogram,term_violations,term_container-seconds$/,
  );
  assert.match(first, /,926:1;|,\d+:2;\d+:1,/);
});

async function spoiled(change: (text: string) => string | Uint8Array): Promise<string> {
  const whole = join(folder, "spoiled-from.csv.gz");
  saveRecords(whole, await episode(3));
  const file = join(folder, "spoiled.csv.gz");
  const changed = change(gunzipSync(readFileSync(whole)).toString());
  writeFileSync(file, typeof changed === "string" ? gzipSync(changed) : changed);
  return file;
}

function refusal(file: Promise<string>, message: RegExp): Promise<void> {
  return assert.rejects(file.then(loadRecords), (error: Error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    assert.match(error.message, /spoiled\.csv\.gz/);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

test("a file of records that is cut off, foreign or changed is refused with its line", async () => {
  await refusal(
    spoiled((text) => gzipSync(text).subarray(0, 60)),
    /is cut off: restore it or delete it/,
  );
  await refusal(
    spoiled((text) => Buffer.from(text)),
    /is not compressed by gzip/,
  );
  await refusal(
    spoiled((text) => text.slice(0, -20)),
    /line 4 is cut off/,
  );
  await refusal(
    spoiled((text) => text.replace("size,step", "size,stop")),
    /line 1, column 2: expected step, got stop/,
  );
  await refusal(
    spoiled((text) => text.replace("term_v", "v")),
    /line 1, column \d+: unknown column violations/,
  );
  await refusal(
    spoiled((text) => text.replace("\n4,1,4,", "\n4,1,four,")),
    /line 3, column 3 \(time\): expected a number, got "four"/,
  );
  await refusal(
    spoiled((text) => text.replace("\n4,1,", "\n5,1,")),
    /line 3, column 1 \(size\)/,
  );
  await refusal(
    spoiled((text) => text.replace(/,(\d+):2;/, ",9999:2;")),
    /line 2, column \d+ \(histogram\): expected bucket:count/,
  );
  await refusal(
    spoiled((text) => text.slice(0, text.indexOf("\n") + 1)),
    /holds no records/,
  );
  await refusal(Promise.resolve(join(folder, "no-such-spoiled.csv.gz")), /doesn't exist: check the path/);
});

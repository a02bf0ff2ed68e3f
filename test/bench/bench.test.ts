import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type BenchGroup, type BenchRow, runGroup, spread } from "../../bench/group.js";
import { saveRun } from "../../bench/save.js";
import { markdown } from "../../bench/table.js";
import { machine, manifestFile, manifestMismatches, readManifest } from "../../lib/data/index.js";

const ROOT = join(__dirname, "../..");
const quiet = () => {};

function bench(...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
}

function row(name: string, speeds: readonly number[], more: Partial<BenchRow> = {}): BenchRow {
  return { name, unit: "events/s", measure: (repeat) => speeds[repeat], ...more };
}

const group = (rows: readonly BenchRow[], name = "g"): BenchGroup => ({
  name,
  family: "f",
  title: "t",
  module: __filename,
  rows,
});

test("a spread is the median, the smallest and the largest", () => {
  assert.deepEqual(spread([5, 1, 9]), { median: 5, min: 1, max: 9 });
  assert.deepEqual(spread([4, 1, 2, 9]), { median: 3, min: 1, max: 9 });
});

test("rows are timed in turn, compared repeat by repeat, and one that can't run says why", async () => {
  const order: string[] = [];
  const noting = (one: BenchRow): BenchRow => ({
    ...one,
    measure(repeat) {
      order.push(one.name);
      return one.measure(repeat, quiet);
    },
  });
  const absent = row("absent", [], { prepare: () => "no such program" });
  const rows = [
    row("ours", [20, 30]),
    absent,
    row("peer", [10, 10]),
    row("other", [7, 7], { unit: "steps/s" }),
  ];
  const result = await runGroup(group(rows.map(noting)), 2, () => {});
  assert.deepEqual(order, ["ours", "peer", "other", "ours", "peer", "other"]);
  assert.deepEqual(result.rows[2].ratio, { median: 2.5, min: 2, max: 3 });
  assert.equal(result.rows[0].ratio, undefined, "nothing is compared with itself");
  assert.equal(result.rows[3].ratio, undefined, "nor with another unit");
  assert.equal(result.rows[1].leftOut, "no such program");
  const text = markdown({ machine: machine(), repeats: 2, groups: [result] });
  assert.match(text, /\| peer \| 2\.5x \(2-3\) \| ours \| 10 \| 10 \| 10 \| events\/s \|/);
  assert.match(text, /Left out: absent \(no such program\)\./);
});

test("a row is compared with the row that it names, and not at all where that one is left out", async () => {
  const rows = [
    row("one", [20]),
    row("ten", [60]),
    row("peer, ten", [30], { against: "ten" }),
    row("lost", [], { prepare: () => "gone" }),
    row("peer", [5], { against: "lost" }),
  ];
  const { rows: results } = await runGroup(group(rows), 1, () => {});
  assert.equal(results[2].against, "ten");
  assert.equal(results[2].ratio?.median, 2);
  assert.equal(results[4].ratio, undefined);
});

test("what rows say at their end stands beside their speed, where any says it", async () => {
  const rows = [
    row("ours", [1], { close: () => ({ peakMemoryMiB: 321, tensorsBefore: [6, 7], tensorsAfter: [6, 7] }) }),
    row("peer", [1], { close: () => ({ peakMemoryMiB: 1234, warmUpSeconds: 2.5 }) }),
  ];
  const text = markdown({
    machine: machine(),
    repeats: 1,
    groups: [await runGroup(group(rows), 1, () => {})],
  });
  assert.match(text, /\| unit \| warm-up s \| peak MiB \| tensors before \| after \|\n/);
  assert.match(text, /\| ours \|.* events\/s \| {2}\| 321 \| 6 \+ 7 \| 6 \+ 7 \|\n/);
  assert.match(text, /\| peer \|.* events\/s \| 2\.5 \| 1,230 \| {2}\| {2}\|\n/);
});

test("what was begun is ended when a row fails", async () => {
  const ended: string[] = [];
  const closing = (name: string) => ({
    close: () => {
      ended.push(name);
      return undefined;
    },
  });
  const failing = row("second", [], {
    ...closing("second"),
    measure: () => {
      throw new Error("no result");
    },
  });
  const rows = [row("first", [1], closing("first")), failing];
  await assert.rejects(
    runGroup(group(rows), 1, () => {}),
    /no result/,
  );
  assert.deepEqual(ended, ["first", "second"]);
});

test("a family's results are kept in one file that the manifest knows", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "fleetlab-test-bench-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const groups = [group([row("ours", [3])], "f-a"), group([row("ours", [4])], "f-b")];
  const results = await Promise.all(groups.map((one) => runGroup(one, 1, () => {})));
  const run = { machine: machine(), repeats: 1, groups: results };
  const [file] = saveRun(dataDir, run, groups, "2001-01-01T00:00:00Z");
  assert.equal(file, join(dataDir, "bench/f.json"));
  assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(JSON.stringify(run)));
  const manifest = manifestFile(dataDir);
  const [provenance] = readManifest(manifest)["bench/f.json"].provenance;
  assert.equal(provenance.command, "npm run bench -- --only f --repeats 1 --save");
  saveRun(dataDir, { ...run, repeats: 2 }, groups, "2001-01-02T00:00:00Z");
  const { provenance: later } = readManifest(manifest)["bench/f.json"];
  assert.deepEqual(
    later.map(({ date }) => date),
    ["2001-01-02T00:00:00Z"],
    "a new run leaves nothing of the one before",
  );
  assert.deepEqual(manifestMismatches(manifest), []);
});

test("senseless flags get one line and exit code 2", () => {
  const saved = join(ROOT, "data/bench");
  const before = existsSync(saved);
  for (const [args, message] of [
    [["--only", "nothing"], /^--only names no group: nothing; known are queueing.*ppo, ppo-n10.*\n$/],
    [["--repeats", "4"], /^--repeats must be a whole number of at least 5, got 4\n$/],
    [["--seconds", "0"], /^--seconds must be above 0 and at most 600, got 0\n$/],
    [["--only", "ppo-n10", "--save"], /^--save keeps whole families: use --only ppo instead of .*\n$/],
    [["--fast"], /^Unknown option '--fast'; known are .*--save\n$/],
  ] as const) {
    const { status, stderr, stdout } = bench(...args);
    assert.match(stderr, message);
    assert.equal(status, 2);
    assert.equal(stdout, "");
  }
  assert.equal(existsSync(saved), before);
});

test("the comparison of engines refuses senseless flags in one line", () => {
  for (const [args, message] of [
    [["--seeds", "1"], /^--seeds must be a whole number of at least 2, got 1\n$/],
    [["--fast"], /^Unknown option '--fast'; known are --size, --seeds, --steps, --save\n$/],
  ] as const) {
    const command = ["--import", "tsx", "bench/ppo/equivalence.ts", ...args];
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
    assert.match(stderr, message);
    assert.equal(status, 2);
  }
});

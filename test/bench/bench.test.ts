import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { type BenchRow, runGroup, spread } from "../../bench/group.js";
import { markdown } from "../../bench/table.js";

const ROOT = join(__dirname, "../..");

function bench(...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
}

test("a spread is the median, the smallest and the largest", () => {
  assert.deepEqual(spread([5, 1, 9]), { median: 5, min: 1, max: 9 });
  assert.deepEqual(spread([4, 1, 2, 9]), { median: 3, min: 1, max: 9 });
});

test("rows are timed in turn, compared repeat by repeat, and one that can't run says why", async () => {
  const order: string[] = [];
  const row = (name: string, speeds: number[], unit = "events/s"): BenchRow => ({
    name,
    unit,
    measure(repeat) {
      order.push(name);
      return speeds[repeat];
    },
  });
  const absent: BenchRow = { ...row("absent", []), prepare: () => "no such program" };
  const rows = [row("ours", [20, 30]), absent, row("peer", [10, 10]), row("other", [7, 7], "steps/s")];
  const result = await runGroup({ name: "g", title: "t", rows }, 2, () => {});
  assert.deepEqual(order, ["ours", "peer", "other", "ours", "peer", "other"]);
  assert.deepEqual(result.rows[2].ratio, { median: 2.5, min: 2, max: 3 });
  assert.deepEqual(result.rows[3].ratio, { median: 1, min: 1, max: 1 });
  assert.equal(result.rows[1].leftOut, "no such program");
  const text = markdown({ machine: "m", node: "v", repeats: 2, groups: [result] });
  assert.match(text, /\| peer \| events\/s \| 10 \| 10 \| 10 \| 2\.5x \(2-3\) \|/);
  assert.match(text, /Left out: absent \(no such program\)\./);
});

test("senseless flags get one line and exit code 2", () => {
  for (const [args, message] of [
    [["--only", "nothing"], /^--only names no group: nothing; known are queueing.*\n$/],
    [["--repeats", "4"], /^--repeats must be a whole number of at least 5, got 4\n$/],
    [["--fast"], /^Unknown option '--fast'; known are .*\n$/],
  ] as const) {
    const { status, stderr, stdout } = bench(...args);
    assert.match(stderr, message);
    assert.equal(status, 2);
    assert.equal(stdout, "");
  }
});

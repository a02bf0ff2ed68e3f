import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { manifestFile, manifestMismatches } from "../../lib/data/index.js";
import type { ExperimentRun } from "../../lib/evaluation/index.js";
import { experimentById } from "../../lib/study/index.js";
import { phases, phaseViolationRate, type Timeline } from "../../lib/study/timeline/phases.js";

test("the timeline holds every step of every run, is kept, and is made again where other code is to be replaced", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "fleetlab-test-timeline-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, "timeline.csv");
  const run = (otherCode: ExperimentRun["otherCode"]) =>
    experimentById("timeline").run({
      budget: "smoke",
      otherCode,
      dataDir,
      workDir: dataDir,
      command: "test",
      date: "2001-01-01T00:00:00Z",
    });
  assert.equal(await run("replace"), 40);
  const text = readFileSync(file, "utf8");
  const [header, ...rows] = text.trimEnd().split("\n");
  assert.match(
    header,
    /^workload,controller,run,step,offered_load,starting,ready,draining,requests,violations,code$/,
  );
  assert.equal(rows.length, 2 * 4 * 5 * 300);
  const cells = rows.map((row) => row.split(","));
  for (const [workload, , , , load, starting, ready, draining] of cells) {
    if (workload === "constant-0.6") assert.equal(Number(load), 9);
    const fleet = Number(starting) + Number(ready) + Number(draining);
    assert.ok(fleet >= 1 && fleet <= 15);
  }
  const requests = (controller: string) =>
    cells.filter((row) => row[1] === controller).reduce((sum, row) => sum + Number(row[8]), 0);
  assert.equal(requests("threshold"), requests("pid"), "the same arrivals for every rule");
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);

  const before = statSync(file).ino;
  assert.equal(await run("replace"), 0);
  assert.equal(statSync(file).ino, before, "kept: not written again");
  const older = text.replace(/,[0-9a-f]{12}$/gm, ",0123456789ab");
  writeFileSync(file, older);
  assert.equal(await run("keep"), 0);
  assert.equal(readFileSync(file, "utf8"), older);
  assert.equal(await run("replace"), 40);
  assert.equal(readFileSync(file, "utf8"), text);
});

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("phases of a run: a start and the rest at constant load; onset, crowd and between in flash crowds", () => {
  const run = (loads: readonly number[]): Timeline => ({
    workload: "w",
    controller: "c",
    run: 0,
    steps: loads.map((load, step) => ({
      step,
      load,
      ready: 1,
      fleet: 1,
      requests: 10,
      violations: step % 2,
    })),
  });
  const constant = phases(run(new Array(35).fill(4)));
  assert.deepEqual([constant[29], constant[30]], ["start", "steady"]);
  const flash = run([...new Array(5).fill(1), ...new Array(25).fill(3), 1]);
  const found = phases(flash);
  assert.deepEqual(
    [found[4], found[5], found[24], found[25], found[30]],
    ["between", "onset", "onset", "crowd", "between"],
  );
  near(phaseViolationRate(flash, "onset"), 0.1 * (10 / 20));
  assert.equal(phaseViolationRate(flash, "start"), Number.NaN);
});

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseRunFileName, runFileName } from "../../lib/data/index.js";

const RULE = { controller: "threshold+least-queue", trainingSeed: Number.NaN, workload: "constant-0.7" };
const AGENT = { controller: "ppo-writeup", phase: "2", trainingSeed: 1, workload: "writeup-test" };

test("a run's files are named by controller, phase, training seed, workload, size, run and part", () => {
  assert.equal(
    runFileName({ ...RULE, size: 5, run: 0 }),
    "threshold+least-queue_constant-0.7_n5_run0.csv.gz",
  );
  assert.equal(
    runFileName({ ...AGENT, size: 15, run: 3 }, "conditions"),
    "ppo-writeup_phase2_seed1_writeup-test_n15_run3_conditions.csv.gz",
  );
});

test("a name gives back the run and the part that it was made of, whatever its controller is called", () => {
  for (const controller of ["threshold", "a_b:c=0.1/d", "run1_n2", "größe ⚙", "50%"])
    for (const phase of ["", "1"])
      for (const trainingSeed of [Number.NaN, 0, 12])
        for (const part of ["records", "conditions", "requests"] as const) {
          const run = { controller, phase, trainingSeed, workload: "trace_x.csv", size: 25, run: 10 };
          const name = runFileName(run, part);
          assert.match(name, /^[\w.,+=%-]+$/);
          assert.deepEqual(parseRunFileName(name), { run, part });
        }
});

test("other names are no names of runs", () => {
  for (const name of ["real.csv", "static_n5_run0.csv.gz", "a_b_n5_run0_other.csv.gz", "a_b_n5_run0.csv"])
    assert.equal(parseRunFileName(name), undefined, name);
});

test("all committed files of runs are named so", () => {
  for (const folder of ["evaluation/real", "calibration/standard-runs"]) {
    const path = join(__dirname, "../../data", folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path)) {
      const found = parseRunFileName(name);
      assert.ok(found !== undefined, `data/${folder}/${name}`);
      assert.equal(runFileName(found.run, found.part), name);
    }
  }
});

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { manifestFile, manifestMismatches } from "../../lib/data/index.js";
import type { ExperimentRun } from "../../lib/evaluation/index.js";
import { experimentById } from "../../lib/study/index.js";
import { theory } from "../../lib/study/theory/experiment.js";

test("an experiment that was stopped is completed by the next run, and doesn't pass for whole before", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "fleetlab-test-theory-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, "theory.csv");
  const run = (options: Partial<ExperimentRun> = {}) =>
    experimentById("theory").run({
      budget: "smoke",
      otherCode: "keep",
      dataDir,
      workDir: dataDir,
      command: "test",
      date: "2001-01-01T00:00:00Z",
      workers: 1,
      ...options,
    });
  const stop = new AbortController();
  const stopped = run({
    signal: stop.signal,
    onProgress: (done) => {
      if (done === 5) stop.abort();
    },
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.equal(theory.read(file).length, 5);
  assert.equal(await run(), 48 - 5);
  assert.equal(await run(), 0);
  const text = readFileSync(file, "utf8");
  assert.equal(text.trimEnd().split("\n").length, 1 + 48);
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);

  // A row of an earlier plan (another length of run) is dropped where results are replaced.
  const [row] = text.split("\n").slice(1);
  writeFileSync(file, `${text}${row.replace(/^((?:[^,]*,){4})\d+/, "$17")}\n`);
  assert.equal(theory.read(file).length, 49);
  assert.equal(await run({ otherCode: "replace" }), 0);
  assert.equal(readFileSync(file, "utf8"), text);
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);
});

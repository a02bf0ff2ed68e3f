import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readTrials, tune } from "../../../lib/evaluation/index.js";
import { trialLoad } from "../../../lib/evaluation/tuning/loads.js";
import type { TrialCell } from "../../../lib/evaluation/tuning/trial-columns.js";
import { keptName, trace } from "../../../lib/workload/index.js";

const folder = mkdtempSync(join(tmpdir(), "own-loads-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A rate that rises from 0 to 1000 in as many steps. */
const rising = Array.from({ length: 1000 }, (_, i) => i);
const request = { capacity: 40, slots: 10, slotLength: 1, timeScale: 1 };

test("own traces take turns as train loads, and every run is another stretch; the test split is locked", () => {
  const names = ["one", "two"].map((name) => trace({ rates: rising, name, press: 1, factor: 1 }).name);
  const cell = { size: 5, workload: names.join("|"), split: "train" } as TrialCell;
  assert.deepEqual(
    [0, 1, 2].map((run) => trialLoad(cell, run).name),
    [names[0], names[1], names[0]],
  );
  const starts = [0, 1, 2].map((seed) => trialLoad(cell, 0).trace({ ...request, seed })[0]);
  assert.equal(new Set(starts).size, 3);
  assert.throws(
    () => trialLoad(cell, 0).trace({ ...request, seed: 200_000 }),
    /between 0 and 199999 for tuning/,
  );
});

test("rules are tuned on a trace of one's own, in worker processes, too; its files aren't mixed with others", async () => {
  const file = join(folder, "load.csv");
  const write = (last: number) =>
    writeFileSync(
      file,
      `rate\n${Array.from({ length: 500 }, (_, i) => 10 + 8 * Math.sin(i / 25)).join("\n")}\n${last}\n`,
    );
  write(10);
  const search = { controllers: ["static"], sizes: [3], folder, budget: 60_000 };
  const own = { ...search, workloads: [`trace:${file}:press=1`], workers: 2 };
  const [tuned] = await tune(own);
  const [name] = tuned.workloads as readonly string[];
  assert.equal(name, keptName(`trace:${file}:press=1`));
  assert.deepEqual([...tuned.trials.finalists[0].dev.keys()], [name]);
  assert.ok(tuned.spent <= 60_000);
  // The same again measures nothing.
  assert.deepEqual((await tune(own))[0].trials, tuned.trials);
  await assert.rejects(
    tune(search),
    /holds a search on trace:load\.csv:press=1#[0-9a-f]{12}, not on the ladder's loads: choose another folder/,
  );
  write(11);
  await assert.rejects(tune(own), /holds a search on trace:load\.csv.*, not on trace:load\.csv/);
  assert.deepEqual(readTrials(tuned.file), tuned.trials);
});

test("what can't be tuned on is refused before anything is measured", async () => {
  const search = { controllers: ["static"], sizes: [3], folder: join(folder, "none"), budget: 60_000 };
  await assert.rejects(
    tune({ ...search, workloads: ["constant-0.6"] }),
    /"constant-0\.6" is no trace of your own/,
  );
  const short = trace({ rates: [1, 2, 3] }).name;
  await assert.rejects(tune({ ...search, workloads: [short] }), /ends after 3 s/);
});

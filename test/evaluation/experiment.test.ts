import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { manifestMismatches, readManifest } from "../../lib/data/index.js";
import { type Experiment, type ExperimentRun, measuredCells } from "../../lib/evaluation/index.js";
import { curve, fewer, right, textOf } from "./squares.js";

const root = mkdtempSync(join(tmpdir(), "experiment-"));
after(() => rmSync(root, { recursive: true }));
let folders = 0;

function folder(): string {
  const dataDir = join(root, String(folders++));
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "ribbon.txt"), "red");
  return dataDir;
}

function run(experiment: Experiment, dataDir: string, more: Partial<ExperimentRun> = {}): Promise<number> {
  return experiment.run({
    budget: "smoke",
    otherCode: "replace",
    dataDir,
    workDir: join(dataDir, "work"),
    command: "test",
    date: "2001-01-01T00:00:00Z",
    workers: 1,
    ...more,
  });
}

test("rows follow the cells, with seven digits, whichever ended first and however many processes measured", async () => {
  const [alone, together] = [folder(), folder()];
  const told: number[] = [];
  assert.equal(await run(right, alone), 6);
  assert.equal(await run(right, together, { workers: 2, onProgress: (done) => told.push(done) }), 6);
  const text = textOf(alone, "squares.csv");
  assert.match(
    text,
    /^side,kind,area,terms,code\n6,fancy,12,"?half:6;whole:12"?,[0-9a-f]{12}\n5,plain,8\.333333,/,
  );
  assert.equal(textOf(together, "squares.csv"), text);
  assert.deepEqual([told[0], told.at(-1)], [0, 6]);
  assert.deepEqual(manifestMismatches(join(together, "manifest.json")), []);
  assert.deepEqual(Object.keys(readManifest(join(together, "manifest.json"))), [
    "drawings/2.json",
    "squares.csv",
  ]);
});

test("what is there is kept; a changed input, a missing output and a row of other code are measured again", async () => {
  const dataDir = folder();
  await run(right, dataDir);
  const text = textOf(dataDir, "squares.csv");
  assert.equal(await run(right, dataDir), 0);
  writeFileSync(join(dataDir, "ribbon.txt"), "blue");
  assert.equal(await run(right, dataDir), 1);
  assert.notEqual(textOf(dataDir, "squares.csv"), text);
  rmSync(join(dataDir, "drawings/2.json"));
  assert.equal(await run(right, dataDir), 1);
  assert.ok(existsSync(join(dataDir, "drawings/2.json")));
  const older = textOf(dataDir, "squares.csv").replace(/[0-9a-f]{12}$/m, "0123456789ab");
  writeFileSync(join(dataDir, "squares.csv"), older);
  assert.equal(await run(right, dataDir, { otherCode: "keep" }), 0);
  assert.equal(textOf(dataDir, "squares.csv"), older);
  assert.equal(await run(right, dataDir), 1);
});

test("rows that are no cell any more are dropped, or kept before the others as asked", async () => {
  const dataDir = folder();
  await run(right, dataDir);
  assert.equal(await run(fewer, dataDir, { otherCode: "keep" }), 0);
  assert.equal(right.read(join(dataDir, "squares.csv")).length, 6);
  await run(fewer, dataDir);
  assert.deepEqual(
    right.read(join(dataDir, "squares.csv")).map(({ side }) => side),
    [5, 4, 3, 2, 1],
  );
});

test("a run that was stopped is completed by the next, also with several processes", async () => {
  for (const workers of [1, 2]) {
    const dataDir = folder();
    const stop = new AbortController();
    const onProgress = (done: number) => {
      if (done >= 2) stop.abort();
    };
    await assert.rejects(run(right, dataDir, { workers, signal: stop.signal, onProgress }), {
      name: "AbortError",
    });
    const kept = right.read(join(dataDir, "squares.csv")).length;
    assert.ok(kept >= 2 && kept < 6, `${kept} rows`);
    assert.equal(await run(right, dataDir, { workers }), 6 - kept);
    assert.equal(right.read(join(dataDir, "squares.csv")).length, 6);
  }
});

test("a cell that can't be measured stops the run with its message; the others stay", async () => {
  const dataDir = folder();
  await run(right, dataDir);
  rmSync(join(dataDir, "ribbon.txt"));
  await assert.rejects(run(right, dataDir), { name: "InputError", message: /ribbon\.txt isn't there/ });
  assert.equal(right.read(join(dataDir, "squares.csv")).length, 6);
});

test("a cell may have many rows", async () => {
  const dataDir = folder();
  assert.equal(await run(curve, dataDir, { workers: 2 }), 2);
  const rows = curve.read(join(dataDir, "curve.csv"));
  assert.equal(rows.length, 2000);
  assert.deepEqual([rows[0].start, rows[1000].start, rows[999].step, rows[1].height], [10, 20, 999, 3.317]);
});

test("cells that have rows are counted", async () => {
  const dataDir = folder();
  assert.deepEqual(measuredCells(right, "smoke", dataDir), { cells: 6, present: 0 });
  await run(fewer, dataDir);
  assert.deepEqual(measuredCells(right, "smoke", dataDir), { cells: 6, present: 5 });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  checkpointFile,
  logFile,
  readCheckpoint,
  readLog,
  TrainingPool,
  train,
  trainAll,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";

const CONFIG = trainingConfig(
  {
    sizes: [3],
    clusters: 4,
    episodeSteps: 25,
    steps: 6_000,
    ppo: { rolloutSteps: 25, minibatch: 50, epochs: 2 },
  },
  trainingPreset("ppo-writeup"),
);
const OTHER = trainingConfig({ ppo: { learningRate: { from: 1e-2, kind: "constant" } } }, CONFIG);

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-pool-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a run among others, of its own settings or not, is what it is alone", async (context) => {
  const pool = new TrainingPool(2);
  context.after(() => pool.close());
  const runs = [1, 2, 3].flatMap((seed) => [CONFIG, OTHER].map((config) => ({ config, seed })));
  const done: number[] = [];
  const steps = runs.map(() => 0);
  const found = await pool.train(runs, {
    onDone: (i) => done.push(i),
    onProgress: (i, line) => {
      steps[i] = line.steps;
    },
  });
  assert.deepEqual([...done].sort(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(steps, Array(6).fill(6_000));
  for (const i of [1, 4]) assert.deepEqual(found[i], await train(runs[i]));
  assert.notDeepEqual(found[0].state.parameters, found[1].state.parameters);
});

test("several runs that were stopped go on to the same end, each with its own files", async (context) => {
  const folder = folderOf(context);
  const seeds = [1, 2, 3];
  const runs = seeds.map((seed) => ({ config: CONFIG, seed, folder: join(folder, `seed${seed}`) }));
  const stop = new AbortController();
  const stopped = trainAll(runs, {
    signal: stop.signal,
    onProgress: (i, { steps }) => {
      if (i === 1 && steps > 3_000) stop.abort();
    },
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.ok(readCheckpoint(checkpointFile(runs[1].folder)).state.steps < 6_000);
  const found = await trainAll(runs);
  for (const [i, { config, seed, folder: own }] of runs.entries()) {
    const alone = await train({ config, seed });
    assert.deepEqual(found[i], alone);
    assert.deepEqual(readCheckpoint(checkpointFile(own)), alone);
    assert.equal(readLog(logFile(own)).at(-1)?.steps, 6_000);
  }
});

test("what is wrong with one run ends them all with one line", async (context) => {
  const folder = folderOf(context);
  await train({ config: CONFIG, seed: 1, folder });
  const runs = [
    { config: CONFIG, seed: 2, folder },
    { config: CONFIG, seed: 3 },
  ];
  await assert.rejects(
    trainAll(runs),
    (error: Error) =>
      error instanceof InputError && /holds another training run \(seed 1/.test(error.message),
  );
  assert.deepEqual(await trainAll([]), []);
});

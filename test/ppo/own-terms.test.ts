import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { type OwnTerm, ownTerm } from "../../lib/cluster/index.js";
import {
  type BatchPart,
  checkpointFile,
  logFile,
  readCheckpoint,
  readLog,
  ThreadedEnvironment,
  TrainingPool,
  threadedTrainingEnvironment,
  train,
  trainAll,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-own-terms-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const crowd = ownTerm("crowd", ({ waiting, ready }) => Math.min(waiting / (3 * Math.max(ready, 1)), 1));

function config(own: readonly OwnTerm[], weights: Record<string, number>, clusters = 2) {
  return trainingConfig(
    {
      sizes: [3],
      clusters,
      episodeSteps: 25,
      steps: 100 * clusters,
      reward: { own, weights },
      ppo: { rolloutSteps: 25, minibatch: 50, epochs: 1 },
    },
    trainingPreset("ppo-writeup"),
  );
}
const CONFIG = config([crowd], { crowd: 30 });
const RUNS = [1, 2].map((seed) => ({ config: CONFIG, seed }));

test("a configuration keeps name and hash of own terms, given as terms, as names or as it keeps them", () => {
  const kept = { model: "writeup", weights: { crowd: 30 }, own: [{ name: "crowd", hash: crowd.hash }] };
  assert.deepEqual(CONFIG.reward, kept);
  assert.deepEqual(trainingConfig(JSON.parse(JSON.stringify(CONFIG)), CONFIG).reward, kept);
  assert.deepEqual(trainingConfig({ reward: { own: ["crowd"] } }, CONFIG).reward, kept);
  const wrong = (own: unknown, message: RegExp) =>
    assert.throws(() => trainingConfig({ reward: { own } }, CONFIG, "plan.json"), message);
  wrong(
    ["crowds"],
    /^InputError: plan\.json: reward\.own\.0 is "crowds", .* no term of that name .*--use FILE/,
  );
  wrong([{ name: "crowd" }], /reward\.own\.0 is {"name":"crowd"}, .* its name, or { name, hash }/);
  wrong("crowd", /reward\.own is "crowd"/);
  // Without own terms a configuration is what it was.
  assert.ok(!("own" in trainingPreset("ppo-writeup").reward));
});

test("worker processes train with an own term, to the same end in one, in two and in this process", async () => {
  const runs = RUNS.map((run) => ({ ...run, folder: join(folder, `pool-${run.seed}`) }));
  const found = [];
  for (const size of [1, 2]) {
    const pool = new TrainingPool(size);
    found.push(await pool.train(size === 1 ? runs : RUNS));
    pool.close();
  }
  assert.deepEqual(found[0], found[1]);
  assert.deepEqual(found[0][0], await train(RUNS[0]));
  // What it weighs is felt, and written down.
  const without = await train({ config: config([], {}), seed: 1 });
  assert.notDeepEqual(found[0][0].state.parameters, without.state.parameters);
  const { environment } = readLog(logFile(runs[0].folder))[0];
  assert.ok(environment["reward/crowd"] < 0);
  const file = checkpointFile(runs[0].folder);
  assert.deepEqual(readCheckpoint(file).config, CONFIG);
  assert.ok(!readFileSync(file, "utf8").includes("waiting"), "the checkpoint holds the term's code");
});

test("an agent that was trained with an own term acts without it", () => {
  const reward = { ...CONFIG.reward, own: [{ name: "unheard-of", hash: "0123456789ab" }] };
  const checkpoint = readCheckpoint(checkpointFile(join(folder, "pool-1")));
  const policy = trainedPolicy({ ...checkpoint, config: { ...CONFIG, reward } });
  assert.equal(typeof trainedAgent(policy).start, "function");
});

test("threads step clusters with an own term", (context) => {
  const wide = config([crowd], { crowd: 30 }, 32);
  const [plain, threaded] = [1, 2].map((threads) => threadedTrainingEnvironment(wide, threads));
  context.after(() => threaded.close?.());
  const courses = [plain, threaded].map((environment) => {
    environment.reset(1);
    for (let step = 0; step < 5; step++)
      environment.step(new Float32Array(environment.batch * environment.actionLength).fill(0.2 * step));
    return [[...environment.rewards], environment.takeMeans()];
  });
  assert.deepEqual(courses[1][0], courses[0][0]);
  assert.ok((courses[0][1] as Record<string, number>)["reward/crowd"] < 0);
});

test("a term that goes wrong ends training with its line, in a process, in a thread and here", async (context) => {
  const odd = ownTerm("odd", ({ step, waiting }) => (step === 20 ? Number.NaN * waiting : 0));
  const line =
    /^term "odd" gives NaN in step 20 of an episode \(step 20, waiting [\d.]+\): a penalty is a finite/;
  const isLine = (error: Error) => error instanceof InputError && line.test(error.message);
  const wrong = config([odd], {});
  await assert.rejects(train({ config: wrong, seed: 1 }), isLine);
  await assert.rejects(trainAll([{ config: wrong, seed: 1 }, RUNS[1]]), isLine);
  // This thread's clusters have another reward: what goes wrong is the other one's.
  const source = {
    module: resolve("lib/ppo/training/world.ts"),
    maker: "trainingEnvironment",
    argument: wrong,
  };
  const own = (_: unknown, part: BatchPart) => trainingEnvironment(CONFIG, part);
  const environment = new ThreadedEnvironment(source, own, 2, 2);
  context.after(() => environment.close());
  environment.reset(1);
  const actions = new Float32Array(environment.batch * environment.actionLength);
  for (let step = 0; step < 20; step++) environment.step(actions);
  assert.throws(() => environment.step(actions), isLine);
});

test("training that begins or goes on without the term says what is missing", async () => {
  const missing = { ...CONFIG, reward: { ...CONFIG.reward, own: [{ name: "crowd", hash: "0123456789ab" }] } };
  const line =
    /^term "crowd" with hash 0123456789ab isn't known in this process, .*: give the file that defines it/;
  const isLine = (error: Error) => error instanceof InputError && line.test(error.message);
  await assert.rejects(train({ config: missing, seed: 1 }), isLine);
  await assert.rejects(trainAll([1, 2].map((seed) => ({ config: missing, seed }))), isLine);
  // A run goes on with the term that it began with, and no other.
  const other = config([ownTerm("crowd", ({ waiting }) => waiting)], { crowd: 30 });
  await assert.rejects(
    train({ config: other, seed: 1, folder: join(folder, "pool-1") }),
    /^InputError: .*pool-1 holds another training run/,
  );
});

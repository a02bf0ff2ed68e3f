import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { Worker } from "node:worker_threads";
import {
  ThreadedEnvironment,
  type TrainingEnvironment,
  train,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { waitForChange } from "../../lib/ppo/threads/orders.js";
import { RandomStream } from "../../lib/random/index.js";

const library = resolve("lib/ppo/training/world.ts");
/** Two sizes, so that a part's bounds lie within a group and between groups. */
const CONFIG = trainingConfig(
  { sizes: [3, 4], encoding: { slots: 4 }, clusters: 5, episodeSteps: 7, steps: 700 },
  trainingPreset("ppo-writeup"),
);

function threaded(context: TestContext, threads: number, config = CONFIG): ThreadedEnvironment {
  const source = { module: library, maker: "trainingEnvironment", argument: config };
  const environment = new ThreadedEnvironment(source, trainingEnvironment, 10, threads);
  context.after(() => environment.close());
  return environment;
}

/** All that an environment shows in a reset and 20 steps, beyond the end of two episodes. */
function course(environment: TrainingEnvironment, seed: number): number[] {
  const random = RandomStream.of(seed);
  const shown = () => [
    ...environment.observations,
    ...environment.reached,
    ...environment.rewards,
    ...environment.terminated,
    ...environment.truncated,
  ];
  environment.reset(seed);
  const course = [...environment.observations];
  for (let step = 0; step < 20; step++) {
    const actions = environment.batch * environment.actionLength;
    environment.step(Float32Array.from({ length: actions }, () => 1.4 * random.uniform() - 0.2));
    course.push(...shown());
  }
  return course;
}

for (const cluster of ["writeup", "sim"] as const)
  test(`environments on threads show what they show on one (${cluster})`, (context) => {
    const config = { ...CONFIG, cluster };
    const plain = trainingEnvironment(config);
    const expected = [course(plain, 1), course(plain, 4_000_000_000)];
    const means = plain.takeMeans();
    for (const threads of [1, 2, 3]) {
      const environment = threaded(context, threads, config);
      assert.deepEqual([course(environment, 1), course(environment, 4_000_000_000)], expected);
      const own = environment.takeMeans();
      assert.deepEqual(Object.keys(own), Object.keys(means));
      for (const [name, mean] of Object.entries(means))
        assert.ok(Math.abs(own[name] - mean) <= 1e-9 * Math.max(1, Math.abs(mean)), name);
    }
  });

test("a part of an environment is the same clusters by themselves", () => {
  const whole = trainingEnvironment(CONFIG);
  const part = trainingEnvironment(CONFIG, { first: 3, count: 4 });
  whole.reset(5);
  part.reset(5);
  const { observationLength: length } = whole;
  assert.deepEqual([...part.observations], [...whole.observations.subarray(3 * length, 7 * length)]);
});

test("training gives the same agent on any number of threads", async () => {
  const config = trainingConfig(
    { sizes: [3], clusters: 48, episodeSteps: 20, steps: 3_000, ppo: { rolloutSteps: 20, minibatch: 240 } },
    trainingPreset("ppo-writeup"),
  );
  const [one, three] = [await train({ config, seed: 1 }), await train({ config, seed: 1, threads: 3 })];
  assert.deepEqual(three.state, one.state);
});

test("what fails on a thread is said, and the thread goes on", (context) => {
  const environment = threaded(context, 2);
  environment.reset(1);
  const actions = new Float32Array(10 * environment.actionLength).fill(0.5);
  // Of the second part, so that this thread's own environments have nothing to complain of.
  const broken = actions.slice();
  broken[6 * environment.actionLength] = Number.NaN;
  assert.throws(() => environment.step(broken), /must be finite/);
  assert.doesNotThrow(() => environment.step(actions));
});

test("an environment that is closed says so instead of waiting for its threads", () => {
  const source = { module: library, maker: "trainingEnvironment", argument: CONFIG };
  const environment = new ThreadedEnvironment(source, trainingEnvironment, 10, 2);
  environment.reset(1);
  environment.close();
  environment.close();
  assert.throws(() => environment.reset(1), /closed/);
});

test("an environment that can't be made on a thread says why", (context) => {
  const source = { module: join(library, "nowhere"), maker: "trainingEnvironment", argument: CONFIG };
  const environment = new ThreadedEnvironment(source, trainingEnvironment, 10, 2);
  context.after(() => environment.close());
  assert.throws(() => environment.reset(1), /nowhere/);
});

test("threads that nobody closed keep no program from ending", () => {
  const program = `
    const { ThreadedEnvironment, trainingEnvironment } = require(${JSON.stringify(resolve("lib/ppo/index.ts"))});
    const source = { module: ${JSON.stringify(library)}, maker: "trainingEnvironment", argument: ${JSON.stringify(CONFIG)} };
    const environment = new ThreadedEnvironment(source, trainingEnvironment, 10, 2);
    environment.reset(1);
    console.log(environment.batch);`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=commonjs", "--eval", program],
    { encoding: "utf8", timeout: 60_000 },
  );
  assert.equal(stderr, "");
  assert.equal(stdout, "10\n");
  assert.equal(status, 0);
});

test("a wake-up call that comes late, after a change that was seen already, isn't taken for the next change", async () => {
  const control = new Int32Array(new SharedArrayBuffer(4));
  const late = new Worker(
    `const { parentPort, workerData: control } = require("node:worker_threads");
     const nap = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
     parentPort.postMessage("started");
     // Calls until somebody sleeps and hears it; only then comes the change.
     while (Atomics.notify(control, 0) === 0) nap(1);
     nap(20);
     Atomics.store(control, 0, 1);
     Atomics.notify(control, 0);`,
    { eval: true, workerData: control, execArgv: [] },
  );
  await once(late, "message");
  assert.ok(waitForChange(control, 0, 0, 30_000));
  assert.equal(control[0], 1);
  assert.equal(waitForChange(control, 0, 1, 20), false, "nothing comes any more");
  await late.terminate();
});

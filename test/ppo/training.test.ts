import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { WriteupCluster, writeupSpec } from "../../lib/cluster/index.js";
import {
  agentFile,
  checkpointFile,
  configuredPolicy,
  furtherConfig,
  loadTensorFlow,
  readAgent,
  readCheckpoint,
  readLog,
  Trainer,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
  writeAgent,
} from "../../lib/ppo/index.js";
import { workloadByName } from "../../lib/workload/index.js";
import { readScalars } from "./event-files.js";

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-training-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A run of a second. */
const TINY = trainingConfig(
  { sizes: [3], steps: 4_000, episodeSteps: 50, ppo: { rolloutSteps: 64 } },
  trainingPreset("ppo-writeup"),
);

test("a run that was stopped goes on to the same weights and the same log", async (context) => {
  const whole = join(folderOf(context), "whole");
  const broken = join(folderOf(context), "broken");
  const complete = await train({ config: TINY, seed: 7, folder: whole });
  const stop = new AbortController();
  const stopped = train({
    config: TINY,
    seed: 7,
    folder: broken,
    signal: stop.signal,
    onProgress: ({ steps }) => {
      if (steps > 1_500) stop.abort();
    },
  });
  await assert.rejects(stopped, { name: "AbortError" });
  const between = readCheckpoint(checkpointFile(broken)).state.steps;
  assert.ok(between > 0 && between < 1_600, `${between} steps at the break`);
  const continued = await train({ config: TINY, seed: 7, folder: broken });
  assert.deepEqual(continued.state, complete.state);
  assert.deepEqual(readLog(join(broken, "log.jsonl")), readLog(join(whole, "log.jsonl")));
  assert.deepEqual(readScalars(join(broken, "events")), readScalars(join(whole, "events")));
  assert.deepEqual(readCheckpoint(checkpointFile(whole)), complete);
});

test("without a signal an interrupt stops a run, and nothing else", async () => {
  const before = process.listenerCount("SIGINT");
  let last = 0;
  const interrupted = train({
    config: TINY,
    seed: 7,
    onProgress: ({ steps }) => {
      last = steps;
      process.emit("SIGINT");
    },
  });
  await assert.rejects(interrupted, { name: "AbortError" });
  assert.ok(last > 0 && last < 200, `${last} steps at the break`);
  assert.equal(process.listenerCount("SIGINT"), before);
});

test("training leaves no tensor behind", async () => {
  const tf = await loadTensorFlow();
  const before = tf.memory().numTensors;
  await train({ config: TINY, seed: 1 });
  assert.equal(tf.memory().numTensors, before);
});

test("a run tells of itself: a line of JSON for each stretch, reward terms included, and TensorBoard's events", async (context) => {
  const folder = folderOf(context);
  await train({ config: TINY, seed: 1, folder });
  const lines = readLog(join(folder, "log.jsonl"));
  assert.ok(lines.length > 50);
  assert.equal(lines.at(-1)?.steps, 4_032);
  const terms = Object.entries(lines[5].environment).filter(([name]) => name.startsWith("reward/"));
  assert.equal(terms.length, 11);
  assert.ok(terms.some(([name, value]) => name === "reward/latency" && value <= 0));
  for (const { valueLoss, entropy, gradNorm } of lines)
    assert.ok([valueLoss, entropy, gradNorm].every(Number.isFinite));
  const scalars = readScalars(join(folder, "events"));
  const told = lines.flatMap(({ steps, environment, ...report }) =>
    Object.entries({ ...report, ...environment })
      .filter(([, value]) => Number.isFinite(value))
      .map(([tag, value]) => ({ step: steps, tag, value: Math.fround(value) })),
  );
  assert.deepEqual(scalars, told);
});

test("what isn't TensorBoard's stays in a run's folder of events", async (context) => {
  const events = join(folderOf(context), "events");
  mkdirSync(events);
  writeFileSync(join(events, "party.txt"), "mine");
  await train({ config: TINY, seed: 1, folder: join(events, "..") });
  assert.equal(readFileSync(join(events, "party.txt"), "utf8"), "mine");
});

test("another run's folder, a cut-off or a foreign checkpoint is refused and stays as it is", async (context) => {
  const folder = folderOf(context);
  await train({ config: TINY, seed: 1, folder });
  const file = checkpointFile(folder);
  const text = readFileSync(file, "utf8");
  await assert.rejects(
    train({ config: TINY, seed: 2, folder }),
    /holds another training run \(seed 1, here 2\)/,
  );
  const longer = trainingConfig({ steps: 8_000, ppo: { epochs: 5 } }, TINY);
  await assert.rejects(
    train({ config: longer, seed: 1, folder }),
    /\(steps 4000, here 8000; ppo\.epochs 3, here 5\).*begin from it \(--from\)/,
  );
  for (const [damaged, message] of [
    [text.slice(0, -40), /isn't whole JSON/],
    ['{"format": "something"}', /it isn't a "fleetlab checkpoint 2"/],
    [text.replace(/"parameters":"..../, '"parameters":"'), /parameters/],
  ] as const) {
    writeFileSync(file, damaged);
    await assert.rejects(
      async () => trainedAgent(trainedPolicy(readCheckpoint(file))),
      (error: Error) =>
        (error instanceof InputError || error instanceof RangeError) && message.test(error.message),
    );
    assert.equal(readFileSync(file, "utf8"), damaged);
  }
  assert.ok(existsSync(join(folder, "log.jsonl")));
});

test("a trained agent is a controller; it knows the sizes it was made for", async () => {
  const agent = trainedAgent(trainedPolicy(await train({ config: TINY, seed: 1 })));
  const open = (size: number) =>
    new WriteupCluster({ spec: writeupSpec({ size }), workload: workloadByName("writeup-test"), steps: 20 });
  const cluster = open(3);
  const memory = agent.start(cluster.spec, 0);
  const observation = cluster.reset(200_000);
  const first = agent.decide(observation, memory).action;
  assert.equal(first.weights.length, 3);
  assert.deepEqual(agent.decide(observation, memory).action, first, "no noise");
  assert.throws(() => agent.start(open(4).spec, 0), /ppo-writeup was trained for 3 containers, got 4/);
});

test("an agent's file holds the policy to the last bit, and is refused when cut off", async (context) => {
  const policy = trainedPolicy(await train({ config: TINY, seed: 1 }));
  const file = agentFile(folderOf(context), TINY, 1);
  assert.match(file, /ppo-writeup.writeup.n3-seed1\.json$/);
  writeAgent(file, policy);
  assert.deepEqual(readAgent(file), policy);
  writeFileSync(file, readFileSync(file, "utf8").slice(0, -30));
  assert.throws(() => readAgent(file), InputError);
  assert.throws(() => readAgent(`${file}.none`), /isn't there: train the agent first/);
  writeAgent(file, policy);
  const older = readFileSync(file, "utf8").replace("fleetlab agent 2", "fleetlab agent 1");
  writeFileSync(file, older.replace("maxGradNorm", "largestGradientNorm"));
  assert.throws(
    () => readAgent(file),
    /n3-seed1\.json is a "fleetlab agent 1", this version reads "fleetlab agent 2": train the agent again/,
  );
});

test("one model of every size: padded observations, each cluster its own actions", async () => {
  const config = trainingConfig(
    { sizes: [2, 5], steps: 640, encoding: { slots: 5 }, ppo: { rolloutSteps: 64 } },
    trainingPreset("ppo-writeup-padded"),
  );
  const agent = trainedAgent(trainedPolicy(await train({ config, seed: 1 })));
  for (const size of [2, 3, 5]) {
    const cluster = new WriteupCluster({
      spec: writeupSpec({ size }),
      workload: workloadByName("writeup-test"),
      steps: 20,
    });
    const memory = agent.start(cluster.spec, 0);
    assert.equal(agent.decide(cluster.reset(200_000), memory).action.weights.length, size);
  }
});

test("the exact simulator trains the same agent, on the train split only", async () => {
  const config = trainingConfig({ cluster: "sim", sizes: [3], steps: 256 }, trainingPreset("ppo-writeup"));
  const { state } = await train({ config, seed: 1 });
  assert.equal(state.steps, 256);
  const locked = trainingConfig({ workload: "writeup-test" }, config);
  await assert.rejects(train({ config: locked, seed: 1 }), /test split, which is locked for training/);
});

test("a configuration changes what it names and refuses what it doesn't know", () => {
  const preset = trainingPreset("ppo-writeup");
  const config = trainingConfig({ ppo: { discount: 0.99 }, reward: { weights: { friction: 3 } } }, preset);
  assert.deepEqual(config, {
    ...preset,
    ppo: { ...preset.ppo, discount: 0.99 },
    reward: { model: "writeup", weights: { friction: 3 } },
  });
  const refused = (change: object, message: RegExp) =>
    assert.throws(
      () => trainingConfig(change, preset, "agent.json"),
      (error: Error) =>
        error instanceof InputError && message.test(error.message) && !error.message.includes("\n"),
    );
  refused({ ppo: { gamma: 0.9 } }, /agent\.json: unknown key ppo\.gamma/);
  refused({ step: 1 }, /unknown key step/);
  refused({ ppo: { discount: 2 } }, /ppo\.discount is 2/);
  refused({ sizes: [0] }, /sizes\.0 is 0/);
  refused({ policy: { head: { kind: "magic" } } }, /policy\.head\.kind is "magic"/);
});

test("training that diverges in its last update fails, and writes neither a checkpoint nor NaN", async (context) => {
  const folder = folderOf(context);
  const changes = { steps: 64, ppo: { learningRate: { kind: "constant", from: 1e38 }, epochs: 1 } };
  await assert.rejects(
    train({ config: trainingConfig(changes, TINY), seed: 1, folder }),
    (error) => error instanceof InputError && /training diverged: after 64 steps/.test(error.message),
  );
  assert.ok(!existsSync(checkpointFile(folder)));
});

test("a reward that isn't a number stops training before anything is learned of it", async () => {
  const environment = trainingEnvironment(TINY);
  const step = environment.step.bind(environment);
  let steps = 0;
  environment.step = (actions) => {
    step(actions);
    if (++steps === 70) environment.rewards[0] = Number.NaN;
  };
  const trainer = new Trainer(await loadTensorFlow(), {
    environment,
    policy: configuredPolicy(TINY, 1),
    settings: TINY.ppo,
    totalSteps: 640,
    segmentSteps: 640,
    seed: 1,
  });
  trainer.update();
  assert.throws(() => trainer.update(), /InputError: the reward of a step is NaN/);
  trainer.dispose();
});

test("a run of one rollout is refused where its rate has fallen to 0 by then", async () => {
  const short = trainingConfig({ steps: 64 }, TINY);
  await assert.rejects(
    train({ config: short, seed: 1 }),
    (error) => error instanceof InputError && /nothing would be learned/.test(error.message),
  );
  const constant = {
    ...short,
    ppo: { ...short.ppo, learningRate: { kind: "constant", from: 1e-3 } as const },
  };
  assert.equal((await train({ config: constant, seed: 1 })).state.steps, 64);
});

test("a finished run is trained further: from its weights and statistics, on other traffic, and taken up as any run", async (context) => {
  const [first, second] = [join(folderOf(context), "first"), join(folderOf(context), "second")];
  const start = await train({ config: TINY, seed: 1, folder: first });
  const config = furtherConfig(first, { agent: "longer", steps: 2_000 });
  assert.deepEqual([config.from?.steps, config.from?.seed, config.steps], [start.state.steps, 1, 2_000]);
  const longer = await train({ config, seed: 1, folder: second, from: first });
  assert.equal(longer.state.adam.steps > start.state.adam.steps, true);
  const counted = (run: typeof start) => run.state.collector.observationMoments.count;
  assert.equal(Math.round(counted(longer) - counted(start)) >= longer.state.steps, true);
  const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]));
  const fresh = configuredPolicy(TINY, 1).parameters.values;
  assert.ok(
    distance(longer.state.parameters, start.state.parameters) < distance(longer.state.parameters, fresh),
    "it begins where the first run ended",
  );
  // Done, it is only read again; without the first run's folder, too.
  assert.deepEqual((await train({ config, seed: 1, folder: second })).state, longer.state);
  const twice = furtherConfig(second, { agent: "longest" });
  assert.equal(twice.from?.steps, start.state.steps + longer.state.steps);
  await assert.rejects(train({ config, seed: 2 }), /give its folder \(--from\)/);
  await assert.rejects(
    train({ config: twice, seed: 1, from: first }),
    /has hash .*, the run begins from one of/,
  );
  const other = furtherConfig(first, { agent: "other", sizes: [4] });
  await assert.rejects(
    train({ config: other, seed: 1, from: first }),
    /leave policy, encoding and sizes as they were/,
  );
});

test("sizes that one policy can't act on are refused with what to do", async () => {
  const config = trainingConfig({ sizes: [3, 5] }, TINY);
  await assert.rejects(
    train({ config, seed: 1 }),
    (error) => error instanceof InputError && /one size at a time.*"slots": 5/.test(error.message),
  );
});

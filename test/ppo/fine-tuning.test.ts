import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, type TestContext, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  type Cluster,
  clusterSpec,
  type OpenCluster,
  SimulatedCluster,
  type StepResult,
} from "../../lib/cluster/index.js";
import { controllerByText } from "../../lib/control/index.js";
import {
  type FineTuningConfig,
  type FineTuningLine,
  type FineTuningRun,
  fineTune,
  fineTuningConfig,
  fineTuningLogFile,
  fineTuningPreset,
  Guard,
  readAgent,
  readFineTuningLog,
  rewardMomentsOf,
  type TrainedPolicy,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  type UpdateLine,
  writeAgent,
} from "../../lib/ppo/index.js";
import { workloadByName } from "../../lib/workload/index.js";

const SIZE = 3;
const spec = clusterSpec({ size: SIZE });
const open: OpenCluster = (setting) => new SimulatedCluster(setting);
let start: TrainedPolicy;
before(async () => {
  const config = trainingConfig(
    { cluster: "sim", sizes: [SIZE], steps: 2_000 },
    trainingPreset("ppo-writeup"),
  );
  start = trainedPolicy(await train({ config, seed: 1 }));
});

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-fine-tuning-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const configOf = (changes: object): FineTuningConfig =>
  fineTuningConfig(
    { guard: null, steps: 512, episodeSteps: 100, ppo: { rolloutSteps: 64 }, ...changes },
    fineTuningPreset(start.config),
  );
const runOf = (changes: Partial<FineTuningRun> & { readonly config: FineTuningConfig }): FineTuningRun => ({
  start,
  seed: 3,
  spec,
  open,
  rule: (text) => controllerByText(text),
  ...changes,
});
const updates = (lines: readonly FineTuningLine[]) =>
  lines.filter((line): line is UpdateLine => line.kind === "update");

/** A cluster that calls `onStep` before each step is taken and hands its result to `change`. */
function watched(
  cluster: Cluster,
  {
    onStep = () => {},
    change = (result) => result,
  }: {
    readonly onStep?: () => void;
    readonly change?: (result: StepResult) => StepResult;
  } = {},
): Cluster & { closed: number } {
  return {
    kind: cluster.kind,
    spec: cluster.spec,
    closed: 0,
    reset: (seed) => cluster.reset(seed),
    async step(action) {
      onStep();
      return change(await cluster.step(action));
    },
    close() {
      this.closed++;
      return cluster.close();
    },
  };
}

test("phase 2 has the write-up's settings, and its changes are checked", () => {
  const preset = fineTuningPreset(start.config);
  assert.deepEqual(preset.ppo.learningRate, { kind: "linear", from: 1e-4 });
  assert.equal(preset.ppo.rolloutSteps, 256);
  assert.equal(preset.ppo.discount, start.config.ppo.discount);
  assert.equal(fineTuningConfig({ guard: null }, preset).guard, null);
  assert.equal(fineTuningConfig({ guard: { window: 7 } }, preset).guard?.rule, "threshold");
  assert.throws(
    () => fineTuningConfig({ guard: { windows: 7 } }, preset, "a.json"),
    /a\.json: unknown key guard\.windows/,
  );
  assert.throws(() => fineTuningConfig({ divergenceLimit: 0 }, preset), /divergenceLimit is 0/);
});

test("it goes on learning: the reward of a policy that is young improves", async () => {
  const lines: FineTuningLine[] = [];
  const config = configOf({
    steps: 8_000,
    divergenceLimit: 100,
    ppo: { rolloutSteps: 256, learningRate: { kind: "constant", from: 2e-3 } },
  });
  const policy = await fineTune(runOf({ config, onLine: (line) => void lines.push(line) }));
  const rewards = updates(lines).map(({ stepReward }) => stepReward);
  const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
  assert.equal(rewards.length, 32);
  assert.ok(
    mean(rewards.slice(-8)) > mean(rewards.slice(0, 8)) + 1,
    `reward a step from ${mean(rewards.slice(0, 8))} to ${mean(rewards.slice(-8))}`,
  );
  assert.deepEqual(policy.fineTuning?.clusters, ["sim"]);
  assert.equal(policy.fineTuning?.steps, 8_192);
  assert.equal(policy.steps, start.steps, "steps of phase 1 stay what they were");
});

test("the divergence from the pretrained policy stays within its limit, after every update", async () => {
  const divergences = async (divergenceLimit: number) => {
    const lines: FineTuningLine[] = [];
    const config = configOf({
      steps: 1_024,
      divergenceLimit,
      ppo: { rolloutSteps: 64, learningRate: { kind: "constant", from: 3e-3 } },
    });
    await fineTune(runOf({ config, onLine: (line) => void lines.push(line) }));
    return updates(lines);
  };
  const free = await divergences(1e6);
  assert.ok(
    free.some(({ divergenceAfter }) => divergenceAfter > 0.5),
    "without a limit it goes far",
  );
  assert.ok(free.every(({ limited, kept }) => !limited && kept === 1));
  const held = await divergences(0.1);
  for (const { divergenceAfter } of held) assert.ok(divergenceAfter <= 0.1, `${divergenceAfter} nats`);
  assert.ok(
    held.some(({ limited }) => limited),
    "some step was taken back",
  );
});

test("stopped at any step and taken up, it keeps its counts and every step it gathered", async (context) => {
  const config = configOf({ steps: 256 });
  for (const stopAt of [1, 63, 64, 65, 130]) {
    const folder = join(folderOf(context), String(stopAt));
    const stop = new AbortController();
    const stopped = fineTune(
      runOf({
        config,
        folder,
        signal: stop.signal,
        onProgress: ({ clusterSteps }) => {
          if (clusterSteps === stopAt) stop.abort();
        },
      }),
    );
    await assert.rejects(stopped, { name: "AbortError" });
    const { state, clusterSteps } = JSON.parse(readFileSync(join(folder, "checkpoint.json"), "utf8"));
    assert.equal(clusterSteps, stopAt);
    assert.equal(state.updates * 64 + state.rollout.rewards.length, stopAt);
    if (stopAt % 64 !== 0) assert.equal(state.rollout.truncated.at(-1), 1, "the episode ends there");
    let steps = 0;
    const policy = await fineTune(runOf({ config, folder, onProgress: () => void steps++ }));
    assert.equal(steps, 256 - stopAt);
    assert.equal(policy.fineTuning?.clusterSteps, 256);
    const lines = readFineTuningLog(fineTuningLogFile(folder));
    assert.deepEqual(
      lines.map((line) => line.clusterSteps),
      [64, 128, 192, 256],
    );
  }
});

test("a run that is done isn't run again, and another run's folder is refused", async (context) => {
  const folder = folderOf(context);
  const config = configOf({ steps: 64 });
  const first = await fineTune(runOf({ config, folder }));
  const again = await fineTune(runOf({ config, folder, open: () => assert.fail("opened a cluster") }));
  assert.deepEqual(again, first);
  for (const other of [{ seed: 4 }, { config: configOf({ steps: 128 }) }, { start: { ...start, seed: 9 } }])
    await assert.rejects(
      fineTune(runOf({ config, folder, ...other })),
      (error) => error instanceof InputError && /holds another run/.test(error.message),
    );
  await assert.rejects(
    fineTune(runOf({ config, folder, spec: clusterSpec({ size: SIZE, coldStart: 3 }) })),
    (error) => error instanceof InputError && /a run on another spec/.test(error.message),
  );
});

test("a cluster is opened with the run's signal, and closed also when a checkpoint can't be written", async (context) => {
  const folder = folderOf(context);
  const { signal } = new AbortController();
  const opened: ReturnType<typeof watched>[] = [];
  const opening: OpenCluster = (setting) => {
    assert.equal(setting.signal, signal);
    const cluster = watched(new SimulatedCluster(setting));
    opened.push(cluster);
    // From here on a folder is in the checkpoint's way.
    mkdirSync(join(folder, "checkpoint.json"));
    return cluster;
  };
  const config = configOf({ steps: 64 });
  await assert.rejects(fineTune(runOf({ config, folder, open: opening, signal })), /checkpoint\.json/);
  assert.deepEqual(
    opened.map(({ closed }) => closed),
    [1],
  );
});

test("a cluster that breaks loses nothing: it is closed, its error is told, the next run goes on", async (context) => {
  const folder = folderOf(context);
  const config = configOf({ steps: 128 });
  let steps = 0;
  let broken: ReturnType<typeof watched> | undefined;
  const breaking: OpenCluster = (setting) => {
    broken = watched(new SimulatedCluster(setting), {
      onStep: () => {
        if (++steps === 100) throw new Error("the engine is gone");
      },
    });
    return broken;
  };
  await assert.rejects(fineTune(runOf({ config, folder, open: breaking })), /the engine is gone/);
  assert.equal(broken?.closed, 1);
  let more = 0;
  await fineTune(runOf({ config, folder, onProgress: () => void more++ }));
  assert.equal(more, 128 - 99);
});

test("the guard brings the rule in above its limit and lets the policy back when the SLA holds", () => {
  const guard = new Guard({
    rule: "threshold",
    window: 4,
    takeOverAbove: 0.5,
    handBackBelow: 0.25,
    longest: 10,
  });
  const note = (violations: number, step: number) =>
    guard.note({ violations, requests: 10 } as StepResult["statistics"], step);
  for (let step = 0; step < 3; step++) assert.equal(note(10, step), undefined);
  assert.equal(guard.isInCharge, false, "not before a whole window");
  note(10, 3);
  assert.equal(guard.isInCharge, true);
  for (let step = 4; step < 7; step++) note(0, step);
  assert.equal(guard.isInCharge, true, "not before a whole window of the rule's own");
  assert.deepEqual(note(0, 7), { from: 4, until: 8, violationRate: 1, end: "recovered" });
  assert.equal(guard.isInCharge, false);
  for (let step = 8; step < 12; step++) note(6, step);
  assert.equal(guard.isInCharge, true);
  for (let step = 12; step < 21; step++) assert.equal(note(6, step), undefined);
  assert.deepEqual(note(6, 21), { from: 12, until: 22, violationRate: 0.6, end: "longest" });
});

test("steps of the rule are recorded and not learned from", async () => {
  const lines: FineTuningLine[] = [];
  const byRule: boolean[] = [];
  let violated = false;
  // The first 40 steps of each episode violate the SLA, the others don't.
  const striking: OpenCluster = (setting) =>
    watched(new SimulatedCluster(setting), {
      change(result) {
        violated = result.statistics.step < 40;
        const { requests } = result.statistics;
        return { ...result, statistics: { ...result.statistics, violations: violated ? requests : 0 } };
      },
    });
  const config = configOf({
    steps: 128,
    guard: { rule: "threshold", window: 10, takeOverAbove: 0.5, handBackBelow: 0, longest: 1000 },
  });
  const policy = await fineTune(
    runOf({
      config,
      open: striking,
      onLine: (line) => void lines.push(line),
      onProgress: (progress) => void byRule.push(progress.byRule),
    }),
  );
  // Ten steps violate, thirty of the rule do, ten more fill its window: then the policy is back.
  const [first] = policy.fineTuning?.takeOvers ?? [];
  assert.deepEqual(first, { from: 10, until: 50, violationRate: 1, end: "recovered" });
  assert.deepEqual(
    byRule.slice(0, 60),
    Array.from({ length: 60 }, (_, step) => step >= 10 && step < 50),
  );
  assert.equal(policy.fineTuning?.steps, byRule.filter((rule) => !rule).length);
  assert.equal(policy.fineTuning?.clusterSteps, byRule.length);
  assert.deepEqual(
    lines.filter((line) => line.kind === "take-over").map(({ from }) => from),
    policy.fineTuning?.takeOvers.map(({ from }) => from),
  );
});

test("an agent's file keeps phase 2, and is a controller like the others", async (context) => {
  const file = join(folderOf(context), "agent.json");
  const policy = await fineTune(runOf({ config: configOf({ steps: 64 }) }));
  writeAgent(file, policy);
  assert.deepEqual(readAgent(file), policy);
  const agent = trainedAgent(readAgent(file));
  const cluster = new SimulatedCluster({
    spec,
    workload: workloadByName("constant-0.6"),
    steps: 5,
  });
  const memory = agent.start(spec, 0);
  assert.equal(agent.decide(cluster.reset(200_000), memory).action.weights.length, SIZE);
  // Files of before phase 2 say nothing of it.
  const { fineTuning: _, rewardMoments: __, ...old } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify(old)}\n`);
  assert.equal(readAgent(file).fineTuning, undefined);
});

test("the scale of an old agent's rewards is found from what its critic expects", () => {
  const known = start.rewardMoments?.variance[0] ?? 0;
  const found = rewardMomentsOf({ ...start, rewardMoments: undefined })?.variance[0] ?? 0;
  assert.equal(rewardMomentsOf(start), start.rewardMoments);
  const ratio = Math.sqrt(found / known);
  assert.ok(ratio > 0.4 && ratio < 2.5, `the scale is ${ratio} times the one it was trained with`);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { BenchRow } from "../../bench/group.js";
import { processRow } from "../../bench/ppo/process-row.js";
import { speedSettings } from "../../bench/ppo/settings.js";
import type { WorkRequest } from "../../bench/ppo/worker.js";

const WORKER = join(__dirname, "../../bench/ppo/worker.ts");
const quiet = () => {};
const SMALL = { ...speedSettings(3), clusters: 2, episodeSteps: 10 };
const PPO = { ...SMALL.ppo, rolloutSteps: 8, minibatch: 8, epochs: 2 };

function rowOf(args: readonly string[], isOptional = false): BenchRow {
  return processRow({
    name: "row",
    unit: "steps/s",
    seconds: 0.05,
    isOptional,
    variants: () => [{ commands: [{ command: process.execPath, args }] }],
  });
}

const worker = (request: WorkRequest) => rowOf(["--import", "tsx", WORKER, JSON.stringify(request)]);

test("our training runs in a process of its own, which says what it held", async () => {
  const row = worker({ ...SMALL, ppo: PPO, seed: 1, work: "train", seeds: 2, cluster: "writeup" });
  assert.equal(await row.prepare?.(), undefined);
  assert.ok((await row.measure(0, quiet)) > 0);
  assert.ok((await row.measure(1, quiet)) > 0);
  const facts = await row.close?.();
  assert.ok((facts?.warmUpSeconds ?? 0) > 0);
  assert.deepEqual(facts?.tensorsAfter, facts?.tensorsBefore, "no tensor is left behind");
  assert.ok((facts?.stepReward ?? 0) < 0);
  if (process.platform === "linux") assert.ok((facts?.peakMemoryMiB ?? 0) > 50);
});

test("updates alone, clusters alone and the exact simulator run, too", async () => {
  const common = { ...SMALL, ppo: PPO, seed: 1 };
  for (const request of [
    { ...common, work: "learn", engine: "compiled" },
    { ...common, work: "learn", engine: "reference" },
    { ...common, work: "environment", cluster: "bare" },
    { ...common, work: "train", seeds: 1, cluster: "exact" },
  ] satisfies WorkRequest[]) {
    const row = worker(request);
    await row.prepare?.();
    assert.ok((await row.measure(0, quiet)) > 0);
    await row.close?.();
  }
});

test("a peer that doesn't start is left out with its last word; ours fails the run", async () => {
  const broken = ["-e", "console.error('first\\nno such library'); process.exit(1)"];
  const optional = rowOf(broken, true);
  assert.equal(await optional.prepare?.(), "no such library");
  assert.deepEqual(Object.keys((await optional.close?.()) ?? {}), []);
  const required = rowOf(broken);
  await assert.rejects(async () => required.prepare?.(), /no such library/);
  await required.close?.();
  const absent = processRow({
    name: "row",
    unit: "steps/s",
    seconds: 1,
    isOptional: true,
    variants: () => [{ commands: [{ command: "/no/such/program", args: [] }] }],
  });
  assert.match((await absent.prepare?.()) ?? "", /ENOENT/);
  await absent.close?.();
});

test("who reports a reward that isn't a number isn't compared", async () => {
  const lost =
    'console.log(JSON.stringify({ warmUpSeconds: 1 })); process.stdin.on("data", () => console.log(JSON.stringify({ steps: 8, seconds: 1, stepReward: null })))';
  const row = rowOf(["-e", lost]);
  await row.prepare?.();
  await assert.rejects(async () => row.measure(0, quiet), /row didn't train/);
  await row.close?.();
});

test("of several ways to do the work the fastest is timed, and those that fail are passed over", async () => {
  const answering = (steps: number) =>
    `console.log(JSON.stringify({ warmUpSeconds: 1 })); process.stdin.on("data", () => console.log(JSON.stringify({ steps: ${steps}, seconds: 1 })))`;
  const variant = (label: string, script: string) => ({
    label,
    commands: [{ command: process.execPath, args: ["-e", script] }],
  });
  const row = processRow({
    name: "row",
    unit: "steps/s",
    seconds: 1,
    isOptional: true,
    variants: () => [
      variant("slow", answering(5)),
      variant("fast", answering(9)),
      variant("broken", "process.exit(1)"),
      variant("middling", answering(7)),
    ],
  });
  assert.equal(await row.prepare?.(), undefined);
  assert.equal(await row.measure(0, quiet), 9);
  assert.equal((await row.close?.())?.variant, "fast");
});

test("processes that share the work are timed from their common start to the later end", async () => {
  const taking = (ms: number) =>
    `console.log(JSON.stringify({ warmUpSeconds: ${ms}, tensors: ${ms} })); process.stdin.on("data", () => setTimeout(() => console.log(JSON.stringify({ steps: 30, seconds: ${ms / 1000}, tensors: ${ms}, stepReward: ${-ms} })), ${ms}))`;
  const commands = [100, 600].map((ms) => ({ command: process.execPath, args: ["-e", taking(ms)] }));
  const row = processRow({
    name: "row",
    unit: "steps/s",
    seconds: 0.05,
    isOptional: false,
    variants: () => [{ commands }],
  });
  await row.prepare?.();
  const speed = await row.measure(0, quiet);
  assert.ok(speed > 60 / 1.8 && speed <= 60 / 0.6, `${speed}`);
  const { peakMemoryMiB, ...facts } = (await row.close?.()) ?? {};
  assert.deepEqual(facts, {
    warmUpSeconds: 600,
    tensorsBefore: [100, 600],
    tensorsAfter: [100, 600],
    stepReward: -350,
  });
  if (process.platform === "linux") assert.ok((peakMemoryMiB ?? 0) > 50);
});

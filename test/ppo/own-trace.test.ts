import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  fineTuningConfig,
  fineTuningPreset,
  train,
  trainAll,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { keptName, workloadSources } from "../../lib/workload/index.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-own-trace-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "load.csv");
const write = (last: number) =>
  writeFileSync(
    file,
    `rate\n${Array.from({ length: 300 }, (_, i) => 12 + 8 * Math.sin(i / 20)).join("\n")}\n${last}\n`,
  );
write(12);
const preset = trainingPreset("ppo-writeup");
const changes = {
  cluster: "sim",
  sizes: [3],
  steps: 256,
  episodeSteps: 50,
  workload: `trace:${file}:press=1`,
  ppo: { rolloutSteps: 64 },
} as const;

test("a configuration keeps a trace by name and hash, with its file among the sources", () => {
  const config = trainingConfig(changes, preset);
  assert.equal(config.workload, keptName(changes.workload));
  assert.deepEqual(config.sources, [{ name: "load.csv", hash: config.workload.slice(-12) }]);
  assert.deepEqual(trainingConfig({}, config), config);
  const back = trainingConfig({ workload: "writeup-train" }, config);
  assert.ok(!("sources" in back));
  assert.ok(!("sources" in trainingConfig({ sizes: [3] }, preset)));
  assert.equal(fineTuningConfig({}, fineTuningPreset(config)).workload, config.workload);
  const tuned = fineTuningConfig({ workload: `trace:${file}:press=2` }, fineTuningPreset(preset));
  assert.match(tuned.workload, /^trace:load\.csv:press=2#/);
});

test("agents are trained on a trace, in other processes, too, each in its own stretches of it", async () => {
  const config = trainingConfig(changes, preset);
  const checkpoints = await trainAll([1, 2].map((seed) => ({ config, seed })));
  const rewards = checkpoints.map(({ state }) => state.collector.episodeRewards);
  assert.ok(rewards.every((all) => all.length === 5 && all.every(Number.isFinite)));
  assert.notDeepEqual(rewards[0], rewards[1]);
  // The same in this process.
  assert.deepEqual((await train({ config, seed: 1 })).state, checkpoints[0].state);
});

test("a run isn't taken up with a trace that has changed", async () => {
  const run = join(folder, "run");
  const before = trainingConfig({ ...changes, steps: 128 }, preset);
  await train({ config: before, seed: 1, folder: run });
  write(13);
  const now = trainingConfig({ ...changes, steps: 128 }, preset);
  assert.notDeepEqual(workloadSources([now.workload]), before.sources);
  await assert.rejects(
    train({ config: now, seed: 1, folder: run }),
    /InputError: .*run was made with load\.csv of hash [0-9a-f]{12}, which now has hash/,
  );
});

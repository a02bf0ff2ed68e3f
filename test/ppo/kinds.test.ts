import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { clusterSpec, SimulatedCluster, WriteupCluster, writeupSpec } from "../../lib/cluster/index.js";
import { runEpisode } from "../../lib/evaluation/index.js";
import {
  type AgentOptions,
  checkpointFile,
  readAgent,
  readCheckpoint,
  type TrainedPolicy,
  type TrainingChanges,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  writeAgent,
} from "../../lib/ppo/index.js";
import { workloadByName } from "../../lib/workload/index.js";

/** Kinds of heads and networks, and encodings that fit them. */
const KINDS: Readonly<Record<string, TrainingChanges>> = {
  "categorical-scale": {
    encoding: { scale: "command", starting: true, lastCommand: true },
    policy: { head: { kind: "categorical-scale" } },
  },
  "target-fleet": {
    encoding: { scale: "target", starting: true },
    policy: { head: { kind: "target-fleet", sharedDeviation: true } },
  },
  "fleet-scale": { encoding: { kind: "fleet" }, policy: { head: { kind: "fleet-scale" } } },
  shared: { policy: { network: { kind: "shared" }, head: { sharedDeviation: true } } },
};

const SIZE = 3;
/** A run of a second, in four segments. */
const TINY = trainingConfig(
  { sizes: [SIZE], clusters: 4, steps: 4_096, episodeSteps: 12, ppo: { rolloutSteps: 64 } },
  trainingPreset("ppo-writeup"),
);

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-kinds-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Scale commands and rewards of an episode. */
async function episode(policy: TrainedPolicy, seed: number, options?: AgentOptions) {
  const cluster = new WriteupCluster({
    spec: writeupSpec({ size: SIZE }),
    workload: workloadByName("writeup-dev"),
    steps: 60,
  });
  const record = await runEpisode({ cluster, controller: trainedAgent(policy, options), seed, steps: 60 });
  return { commands: [...record.column("scaleCommand")], sums: [...record.column("responseTimeSum")] };
}

for (const [kind, changes] of Object.entries(KINDS)) {
  const config = trainingConfig(changes, TINY);

  test(`${kind}: a run that was stopped goes on to the same weights; its agent's file acts as it does`, async (context) => {
    const [whole, broken] = [join(folderOf(context), "whole"), join(folderOf(context), "broken")];
    const complete = await train({ config, seed: 5, folder: whole });
    const stop = new AbortController();
    const stopped = train({
      config,
      seed: 5,
      folder: broken,
      signal: stop.signal,
      onProgress: ({ steps }) => {
        if (steps > 2_000) stop.abort();
      },
    });
    await assert.rejects(stopped, { name: "AbortError" });
    assert.ok(readCheckpoint(checkpointFile(broken)).state.steps < 4_096);
    assert.deepEqual((await train({ config, seed: 5, folder: broken })).state, complete.state);
    assert.deepEqual(readCheckpoint(checkpointFile(whole)), complete);
    const file = join(folderOf(context), "agent.json");
    const policy = trainedPolicy(complete);
    writeAgent(file, policy);
    assert.deepEqual(readAgent(file).config, config);
    assert.deepEqual(await episode(readAgent(file), 200_001), await episode(policy, 200_001));
  });

  test(`${kind}: an agent takes its mean, the same each time, or draws its actions from the run's seed`, async () => {
    const policy = trainedPolicy(await train({ config, seed: 6 }));
    const [mean, again] = [await episode(policy, 200_001), await episode(policy, 200_001)];
    assert.deepEqual(mean, again);
    const [drawn, drawnAgain, other] = [
      await episode(policy, 200_001, { isSampled: true }),
      await episode(policy, 200_001, { isSampled: true }),
      await episode(policy, 200_002, { isSampled: true }),
    ];
    assert.deepEqual(drawn, drawnAgain);
    assert.notDeepEqual(drawn.sums, mean.sums);
    assert.notDeepEqual(drawn.commands, other.commands);
    assert.ok(drawn.commands.some((command) => command !== 0));
  });
}

test("an agent that chooses among more commands than a cluster takes is refused there", async () => {
  const config = trainingConfig(
    {
      ...KINDS["categorical-scale"],
      cluster: "sim",
      spec: { largestScaleStep: 2 },
      workload: "constant-0.5",
      steps: 512,
    },
    TINY,
  );
  const agent = trainedAgent(trainedPolicy(await train({ config, seed: 1 })), { isSampled: true });
  const run = (largestScaleStep: number) => {
    const spec = clusterSpec({ size: SIZE, largestScaleStep });
    const cluster = new SimulatedCluster({ spec, workload: workloadByName("constant-0.7"), steps: 60 });
    return runEpisode({ cluster, controller: agent, seed: 200_001, steps: 60 });
  };
  const commands = (await run(2)).column("scaleCommand");
  assert.deepEqual(
    [...new Set(commands)].sort((a, b) => a - b),
    [-2, -1, 0, 1, 2],
  );
  await assert.rejects(run(1), /starts or stops up to 2 containers a step, the cluster takes 1/);
});

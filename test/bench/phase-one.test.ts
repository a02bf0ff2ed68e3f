import assert from "node:assert/strict";
import { test } from "node:test";
import { answerTo } from "../../bench/ppo/phase-one.js";
import { trainingConfig, trainingPreset } from "../../lib/ppo/index.js";

const SMALL = trainingConfig(
  { sizes: [2], clusters: 2, steps: 512, episodeSteps: 20, ppo: { rolloutSteps: 32, minibatch: 32 } },
  trainingPreset("ppo-writeup-batched"),
);

test("whole training runs report their time and every seed's reward, and say where they are", async () => {
  const lines: string[] = [];
  const answer = await answerTo({ work: "train", config: SMALL, seeds: [1, 2, 3] }, (line) =>
    lines.push(line),
  );
  assert.ok("rewards" in answer && answer.seconds > 0);
  assert.equal(answer.rewards.length, 3);
  assert.equal(new Set(answer.rewards).size, 3, "seeds differ");
  assert.ok(answer.rewards.every((reward) => reward < 0));
  assert.equal(lines.at(-1), "  100 %");
  if (process.platform === "linux") assert.ok((answer.peakMemoryMiB ?? 0) > 150);
});

test("updates leave no tensor behind", async () => {
  const answer = await answerTo(
    { work: "grow", config: SMALL, seed: 1, warmUpUpdates: 3, updates: 20 },
    () => {},
  );
  assert.ok("growth" in answer);
  assert.deepEqual(answer.growth.tensorsAfter, answer.growth.tensorsBefore);
  assert.ok((answer.growth.memoryAfterMiB ?? 0) > 50);
});

test("training that fails says so", async () => {
  const broken = { ...SMALL, cluster: "nowhere", workload: "no-such-workload" } as never;
  await assert.rejects(
    answerTo({ work: "train", config: broken, seeds: [1] }, () => {}),
    /training ended with exit code 1/,
  );
});

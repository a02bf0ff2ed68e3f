import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { WRITEUP_REWARD_RANGES } from "../../lib/cluster/index.js";
import type { MeasureContext } from "../../lib/evaluation/index.js";
import { configuredPolicy, configuredReward, trainingConfig, trainingPreset } from "../../lib/ppo/index.js";
import { chatteringCells } from "../../lib/study/chattering/plan.js";
import { routingCells } from "../../lib/study/routing-lost/plan.js";
import { DESIGN_POINTS } from "../../lib/study/sensitivity/design-points.js";
import { pointWeights } from "../../lib/study/sensitivity/experiment.js";
import { measureTrained, type TrainedCell } from "../../lib/study/shared/trained/measure-trained.js";
import { SCALE_EDGES, ScaleWatch } from "../../lib/study/shared/trained/scale-watch.js";
import { stagedRuns } from "../../lib/study/shared/trained/stages.js";

const workDir = mkdtempSync(join(tmpdir(), "trained-"));
after(() => rmSync(workDir, { recursive: true }));

const context: MeasureContext = { dataDir: "", outputDir: "", workDir, threads: 1, part: 1 };
const cell: TrainedCell = {
  config: trainingConfig(
    { cluster: "sim", sizes: [4], steps: 8192, episodeSteps: 20 },
    trainingPreset("ppo-writeup-batched"),
  ),
  training_seed: 1,
  evaluation: { workload: "writeup-dev", runs: 2, steps: 40 },
};

test("a training run leaves rows of its training, one without noise and one with it, and no checkpoint", async () => {
  const rows = await measureTrained(cell, context);
  assert.deepEqual(
    rows.map(({ phase, steps }) => `${phase} ${steps}`),
    [
      "training 1024",
      "training 2048",
      "training 4096",
      "training 5120",
      "training 7168",
      "training 8192",
    ].concat("mean 8192", "sampled 8192"),
  );
  const [mean, sampled] = rows.slice(-2);
  const histogram = mean.scale_histogram.split(";").map(Number);
  assert.equal(histogram.length, SCALE_EDGES.length + 1);
  assert.ok(Math.abs(histogram.reduce((sum, share) => sum + share, 0) - 1) < 1e-3);
  assert.ok(mean.cpu_seconds > 0 && mean.scale_deviation > 0.5 && mean.switching_expected > 0.5);
  assert.ok(mean.reward < 0 && sampled.reward < 0 && mean.fleet_share > 0);
  assert.deepEqual([sampled.scale_histogram, sampled.cpu_seconds], ["", Number.NaN]);
  assert.deepEqual(readdirSync(join(workDir, "trained")), []);
});

test("of a part of a run there are the first rows, the same", async () => {
  const whole = await measureTrained(cell, context);
  const part = await measureTrained(cell, { ...context, workDir: "", part: 0.01 });
  assert.deepEqual(part, whole.slice(0, 1));
});

test("a run that was stopped goes on, and comes out the same but for its time", async () => {
  const whole = await measureTrained(cell, context);
  const stop = new AbortController();
  await assert.rejects(
    measureTrained(cell, {
      ...context,
      signal: stop.signal,
      onShare: (share) => void (share > 0.6 && stop.abort()),
    }),
    { name: "AbortError" },
  );
  assert.ok(existsSync(join(workDir, "trained")));
  const again = await measureTrained(cell, context);
  const timeless = (rows: typeof whole) => rows.map(({ cpu_seconds: _, ...row }) => row);
  assert.deepEqual(timeless(again), timeless(whole));
});

test("a scale that is certain switches as its thresholds say", () => {
  const watch = new ScaleWatch(1e-6);
  for (const mean of [-0.5, 0.25, 0.5, 2]) watch.note(mean);
  assert.equal(watch.mean, 0.5625);
  assert.equal(watch.switching, 0.75);
  assert.equal(watch.histogram, "0.25;0;0;0.25;0;0;0.25;0;0;0;0;0.25");
});

test("stages are brought up seed by seed, and no run is listed twice", () => {
  const [a, b] = [{ name: "a" }, { name: "b" }];
  const runs = stagedRuns([
    { groups: [a, b], runs: 1 },
    { groups: [{ ...a }], runs: 2 },
    { groups: [a, b], runs: 2 },
  ]);
  assert.deepEqual(
    runs.map(({ name, training_seed }) => `${name}${training_seed}`),
    ["a1", "b1", "a2", "b2"],
  );
});

test("every training run of the study can be made, each once, those that decide first", () => {
  const [routing, chattering] = [routingCells("paper"), chatteringCells("paper")];
  for (const cells of [routing, chattering]) {
    const runs = cells.map(({ config, training_seed }) => JSON.stringify([config, training_seed]));
    assert.equal(new Set(runs).size, cells.length);
    for (const { config } of cells.filter(({ training_seed }) => training_seed === 1)) {
      configuredPolicy(config, 1);
      configuredReward(config);
    }
  }
  assert.deepEqual(
    routing.slice(0, 2).map(({ reward_name, size, queue_limit }) => [reward_name, size, queue_limit]),
    [
      ["averages", 25, 32],
      ["requests", 25, 32],
    ],
  );
  for (const { config, evaluation } of routing.filter(({ condition }) => condition === "half-load"))
    assert.deepEqual([config.workload, evaluation.workload], ["writeup-train-x0.5", "writeup-dev-x0.5"]);
});

test("the weights of a design lie within the write-up's ranges and fill each evenly", () => {
  const points = Array.from({ length: DESIGN_POINTS.length }, (_, i) => pointWeights(i + 1));
  for (const [name, [lowest, highest]] of Object.entries(WRITEUP_REWARD_RANGES)) {
    const places = points.map((weights) => (weights[name] - lowest) / (highest - lowest));
    // A Latin hypercube has one point in each of 250 slices.
    const slices = new Set(places.map((place) => Math.floor(place * DESIGN_POINTS.length)));
    assert.ok(slices.size > 0.97 * DESIGN_POINTS.length, `${name}: ${slices.size}`);
    assert.ok(Math.min(...places) >= 0 && Math.max(...places) <= 1);
  }
});

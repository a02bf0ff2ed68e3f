import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ruleLessAgent,
  seedEstimate,
  seedMeans,
  seedPrediction,
} from "../../lib/evaluation/training-seeds.js";
import { resultRow } from "./result-row.js";

test("a trained agent's sample are its training runs, each a mean over evaluation runs", () => {
  const rows = [1, 2, 3].flatMap((training_seed) =>
    [0, 1].map((run) => resultRow({ training_seed, run, cost: 10 * training_seed + run })),
  );
  assert.deepEqual(
    seedMeans(rows, (row) => row.cost),
    [10.5, 20.5, 30.5],
  );
  const { estimate, lower, upper } = seedEstimate(rows, "cost");
  // Three values with a deviation of 10 and no cost below 0: 20.5 e^(+- h / 20.5), h = 4.303 10 / sqrt 3.
  assert.equal(estimate, 20.5);
  const spread = Math.exp((4.302653 * 10) / Math.sqrt(3) / 20.5);
  assert.ok(Math.abs(upper / 20.5 - spread) < 1e-4 && Math.abs(20.5 / lower - spread) < 1e-4);
  const prediction = seedPrediction(rows, (row) => row.cost, [0, 1000]);
  assert.equal(prediction.lower, 0);
  assert.ok(Math.abs(prediction.upper - (20.5 + 4.302653 * 10 * Math.sqrt(4 / 3))) < 1e-4);
});

test("a rule less an agent: paired by the evaluation's seed, a value for each training run", () => {
  const run = (evaluation_seed: number, cost: number, training_seed = Number.NaN) =>
    resultRow({ evaluation_seed, cost, training_seed });
  const rule = [run(1, 10), run(2, 20)];
  const agent = [run(1, 7, 1), run(2, 15, 1), run(1, 9, 2), run(2, 21, 2), run(3, 0, 2)];
  assert.deepEqual(
    ruleLessAgent(rule, agent, (row) => row.cost),
    [4, 0],
  );
  assert.throws(() => ruleLessAgent(rule, [run(3, 1, 1)], (row) => row.cost), /got no pair/);
});

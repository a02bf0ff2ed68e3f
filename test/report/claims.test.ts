import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ruleLessAgent,
  seedEstimate,
  seedMeans,
  seedPrediction,
} from "../../lib/evaluation/training-seeds.js";
import { majority, publishedInconsistencies, unanimous } from "../../lib/study/claims/claims.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";
import { resultRow } from "./synthetic-data.js";

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

test("verdicts follow from what is resolved at each size", () => {
  assert.equal(majority([1, 1, 1, 0, -1]), "reproduced");
  assert.equal(majority([-1, -1, -1, 1, 1]), "reversed");
  assert.equal(majority([1, 0, 0, 0, -1]), "partly");
  assert.equal(majority([-1, 0, 0, 0, 0]), "not reproduced");
  assert.equal(majority([0, 0, 0, 0, 0]), "unresolved");
  assert.equal(unanimous([1, 1, 1]), "reproduced");
  assert.equal(unanimous([1, 0, -1]), "partly");
  assert.equal(unanimous([-1, -1]), "not reproduced");
  assert.equal(unanimous([-1, 0]), "not reproduced");
  assert.equal(unanimous([0, 0]), "unresolved");
});

test("published rows of the agent: events are the shares that the write-up's discussion gives", () => {
  const shares = PUBLISHED_AGENT.map(({ events }) => Math.round((100 * events) / PUBLISHED_STEPS));
  assert.deepEqual(shares, [18, 40, 46, 71, 63]);
  const [churn] = publishedInconsistencies();
  assert.equal(churn.values.filter(({ value }) => value > 0.7).length, 1, "only one size is over 70 %");
});

test("the write-up's error rate is the sum of its nodes' error rates", () => {
  for (const { errorRate, failed } of PUBLISHED_AGENT)
    assert.ok(Math.abs(errorRate - failed / PUBLISHED_STEPS) <= 5.1e-4, `${errorRate}, ${failed}`);
});

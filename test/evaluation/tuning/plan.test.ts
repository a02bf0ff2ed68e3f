import assert from "node:assert/strict";
import { test } from "node:test";
import { enumerationPlan, tuningPlan } from "../../../lib/evaluation/tuning/plan.js";

const RUN_STEPS = 1650;

test("a plan never costs more than its budget, and most of it is spent", () => {
  for (const budget of [15_000, 40_000, 123_456, 1_000_000, 6_000_000, 54_000_000]) {
    const plan = tuningPlan({ budget, runSteps: RUN_STEPS, screeningSteps: 330, devWorkloads: 8 });
    const list = enumerationPlan({ budget, runSteps: RUN_STEPS, devWorkloads: 8 });
    for (const { steps } of [plan, list]) assert.ok(steps > 0 && steps <= budget, `${steps} of ${budget}`);
    if (budget >= 1_000_000) assert.ok(plan.steps > 0.85 * budget, `${plan.steps} of ${budget}`);
  }
});

test("every rung has a third of the trials, whole blocks of loads of its own, and enough of them", () => {
  const setting = { runSteps: RUN_STEPS, screeningSteps: 330, devWorkloads: 8 };
  const { rungs, dev } = tuningPlan({ budget: 6_000_000, ...setting });
  assert.deepEqual(
    rungs.map(({ trials }) => trials),
    [216, 72, 24],
  );
  for (const [i, { first, loads, isScreening }] of rungs.entries()) {
    assert.equal(loads % 6, 0);
    assert.ok(loads >= 18);
    assert.equal(isScreening, i < 2);
    assert.equal(first, i === 0 ? 0 : rungs[i - 1].first + rungs[i - 1].loads);
  }
  assert.deepEqual(dev, { trials: 24, runs: 3 });
});

test("a larger budget gives more finalists once each of them has loads enough", () => {
  const { rungs } = tuningPlan({
    budget: 54_000_000,
    runSteps: RUN_STEPS,
    screeningSteps: 330,
    devWorkloads: 8,
  });
  const final = rungs[rungs.length - 1];
  assert.equal(final.trials, 100);
  assert.ok(final.loads >= 150 && final.loads < 200, `${final.loads} loads`);
});

test("a budget that can't pay a trial on one load of every family is refused, and told what the least is", () => {
  const planned = (budget: number) =>
    tuningPlan({ budget, runSteps: 100, screeningSteps: 20, devWorkloads: 8 });
  assert.throws(() => planned(699), /a budget of 699 steps is too small: the least is 800/);
  assert.equal(planned(800).rungs[0]?.trials, 1);
});

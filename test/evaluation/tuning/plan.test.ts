import assert from "node:assert/strict";
import { test } from "node:test";
import { enumerationPlan, tuningPlan } from "../../../lib/evaluation/tuning/plan.js";

const RUN_STEPS = 1650;

test("a plan never costs more than its budget, and most of it is spent", () => {
  for (const budget of [15_000, 40_000, 123_456, 1_000_000, 6_000_000, 54_000_000]) {
    const plan = tuningPlan({ budget, runSteps: RUN_STEPS, devWorkloads: 8 });
    const list = enumerationPlan({ budget, runSteps: RUN_STEPS, devWorkloads: 8 });
    for (const { steps } of [plan, list]) assert.ok(steps > 0 && steps <= budget, `${steps} of ${budget}`);
    if (budget >= 1_000_000) assert.ok(plan.steps > 0.9 * budget, `${plan.steps} of ${budget}`);
  }
});

test("every rung has a third of the trials and whole blocks of more loads", () => {
  const { rungs, dev } = tuningPlan({ budget: 6_000_000, runSteps: RUN_STEPS, devWorkloads: 8 });
  assert.deepEqual(
    rungs.map(({ trials }) => trials),
    [270, 90, 30],
  );
  for (const [i, { loads }] of rungs.entries()) {
    assert.equal(loads % 6, 0);
    assert.ok(loads > (rungs[i - 1]?.loads ?? 0));
  }
  assert.deepEqual(dev, { trials: 30, runs: 2 });
});

test("a budget that can't pay a trial on one load of every family is refused, and told what the least is", () => {
  const planned = (budget: number) => tuningPlan({ budget, runSteps: 100, devWorkloads: 8 });
  assert.throws(() => planned(699), /a budget of 699 steps is too small: the least is 800/);
  assert.equal(planned(800).rungs[0]?.trials, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluationSummary } from "../../lib/cli/evaluation-summary.js";
import { controllerDifferences, controllerSummaries, type ResultRow } from "../../lib/evaluation/index.js";
import { resultRow } from "./result-row.js";

const near = (actual: number | undefined, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual} isn't ${expected}`);

/** A run of a controller on a workload. */
function row(controller: string, workload: string, run: number, part: Partial<ResultRow>): ResultRow {
  const evaluation_seed = 100 * workload.charCodeAt(0) + run;
  return resultRow({ controller, workload, run, evaluation_seed, size: 5, ...part });
}

/** Runs 0, 1, ... on each workload. */
function rule(controller: string, rewards: Readonly<Record<string, readonly number[]>>): ResultRow[] {
  return Object.entries(rewards).flatMap(([workload, values]) =>
    values.map((reward_mean, run) => row(controller, workload, run, { reward_mean })),
  );
}

/** The same for each training run: rewards[seed]. */
function agent(
  controller: string,
  rewards: readonly Readonly<Record<string, readonly number[]>>[],
): ResultRow[] {
  return rewards.flatMap((own, seed) =>
    rule(controller, own).map((one) => ({ ...one, training_seed: seed + 1 })),
  );
}

const reward = (rows: readonly ResultRow[]) =>
  controllerSummaries(rows, ["reward_mean"]).map(({ metrics }) => metrics.reward_mean);

test("a rule: workloads weigh the same, and their differences don't widen the interval", () => {
  // Within: variances 1 and 1 of three runs; se = sqrt(2/3)/2 at 4 degrees of freedom.
  const [found] = reward(rule("pid", { a: [1, 2, 3], b: [101, 102, 103] }));
  near(found?.estimate, 52);
  near(found?.upper, 52 + (2.776445 * Math.sqrt(2 / 3)) / 2);
});

test("an agent: training runs are the sample, however many runs each of them has", () => {
  // Three training runs with means 1, 2 and 3, the same in each of 20 runs: se = 1/sqrt 3 at 2 degrees of freedom.
  const runs = (mean: number) => ({
    a: new Array<number>(20).fill(mean - 10),
    b: new Array<number>(20).fill(mean + 10),
  });
  const [found] = reward(agent("ppo", [runs(1), runs(2), runs(3)]));
  near(found?.estimate, 2);
  near(found?.upper, 2 + 4.302653 / Math.sqrt(3));
  const [one] = reward(agent("ppo", [runs(1)]));
  assert.deepEqual([one?.estimate, one?.lower], [1, Number.NaN], "a single training run has no interval");
});

test("an agent's interval holds what other requests would do, too, where a workload has several runs", () => {
  const same = { a: [1, 2, 3] };
  const [found] = reward(agent("ppo", [same, same, same]));
  // Training runs don't differ; runs do: se = 1/sqrt 3 at 2 degrees of freedom.
  near(found?.upper, 2 + 4.302653 / Math.sqrt(3));
  const [alone] = reward(agent("ppo", [{ a: [1] }, { a: [2] }, { a: [3] }]));
  near(alone?.upper, 2 + 4.302653 / Math.sqrt(3));
});

test("intervals keep to the quantity's range, and a run that doesn't know it is left out and counted", () => {
  const rates = [0, 0.001, 0.02, Number.NaN].map((sla_violation_rate, run) =>
    row("pid", "a", run, { sla_violation_rate }),
  );
  const [{ rows, metrics }] = controllerSummaries(rates, ["sla_violation_rate", "routing_loss"]);
  const { lower, upper, known } = metrics.sla_violation_rate as {
    lower: number;
    upper: number;
    known: number;
  };
  assert.ok(lower > 0 && upper < 1);
  assert.deepEqual([known, rows], [3, 4]);
  // A real cluster's clocks.
  const [whole] = controllerSummaries(
    [1.00001, 0.99].map((fleet_share, run) => row("pid", "a", run, { fleet_share })),
    ["fleet_share"],
  );
  assert.ok((whole.metrics.fleet_share?.upper ?? 2) <= 1);
});

const difference = (rows: readonly ResultRow[], baseline: string) =>
  controllerDifferences(rows, baseline, ["reward_mean"])[0];

test("two rules: runs on the same requests are pairs, within each workload", () => {
  const rows = [
    ...rule("pid", { a: [11, 22, 33], b: [1, 2, 3] }),
    ...rule("static", { a: [10, 20, 30], b: [0, 0, 0] }),
  ];
  // Differences 1, 2, 3 in both.
  const { estimate, upper, pValue } = difference(rows, "static");
  near(estimate, 2);
  near(upper, 2 + (2.776445 * Math.sqrt(2 / 3)) / 2);
  assert.ok(pValue < 0.01);
  near(difference(rows, "pid").estimate, -2);
});

test("an agent and a rule: a difference for each training run, whichever is the baseline", () => {
  const rows = [
    ...rule("pid", { a: [10, 20] }),
    ...agent("ppo", [{ a: [11, 21] }, { a: [12, 22] }, { a: [13, 23] }]),
  ];
  const [below, above] = [difference(rows, "pid"), difference(rows, "ppo")];
  assert.ok(below.isTrained && above.isTrained);
  near(below.estimate, 2);
  near(below.upper, 2 + 4.302653 / Math.sqrt(3));
  near(above.estimate, -2);
  near(above.lower, -below.upper, 1e-12);
});

test("two agents: training runs are independent samples, their seeds are no pairs", () => {
  const rows = [
    ...agent("one", [{ a: [3, 3] }, { a: [4, 4] }, { a: [5, 5] }]),
    ...agent("other", [{ a: [1, 1] }, { a: [2, 2] }, { a: [3, 3] }]),
  ];
  const { estimate, lower, pValue } = difference(rows, "other");
  near(estimate, 2);
  near(lower, 2 - 2.776445 * Math.sqrt(2 / 3));
  near(pValue, 0.070484);
});

test("p-values are corrected by Holm's method for all that is printed; without two samples there is none", () => {
  const rows = [
    ...rule("static", { a: [0, 0, 0] }),
    ...rule("pid", { a: [1, 2, 3] }),
    ...rule("hpa", { a: [5, 6, 7] }),
  ];
  const [pid, hpa] = controllerDifferences(rows, "static", ["reward_mean"]);
  near(hpa.adjusted, 2 * hpa.pValue, 1e-12);
  near(pid.adjusted, pid.pValue, 1e-12);
  const [single] = controllerDifferences(
    rows.filter(({ run }) => run === 0),
    "static",
    ["reward_mean"],
  );
  assert.deepEqual([single.lower, single.adjusted], [Number.NaN, Number.NaN]);
  assert.throws(
    () => controllerDifferences(rows, "kpa", ["reward_mean"]),
    /RangeError: rows must hold the baseline kpa/,
  );
});

test("evaluate says which intervals it prints", () => {
  const rules = evaluationSummary(rule("pid", { a: [1, 2], b: [3, 4] }), "pid");
  assert.match(rules, /\(mean over workloads \[95 % interval\], over runs within each workload\)/);
  const rows = [...rule("pid", { a: [1, 2] }), ...agent("ppo", [{ a: [1, 2] }, { a: [3, 5] }])];
  const mixed = evaluationSummary(rows, "pid");
  assert.match(mixed, /an agent's also over its training runs \(2\)/);
  assert.match(mixed, /less pid .*\nppo .*\n.*same requests.*Holm's correction for \d+ differences/);
  const single = evaluationSummary(rule("pid", { a: [1] }), "pid");
  assert.match(single, /a single one has no interval/);
  assert.doesNotMatch(single, /\[.*\d\]|±/);
});

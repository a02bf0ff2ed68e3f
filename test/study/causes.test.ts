import assert from "node:assert/strict";
import { test } from "node:test";
import { WRITEUP_REWARD_RANGES } from "../../lib/cluster/index.js";
import type { Row } from "../../lib/report/index.js";
import type { Interval } from "../../lib/statistics/index.js";
import { chatteringCausesTables, churnFinding } from "../../lib/study/chattering/causes-tables.js";
import { chatteringJudgedTable } from "../../lib/study/chattering/grid-tables.js";
import { standardGroup } from "../../lib/study/chattering/plan.js";
import { parkedCount } from "../../lib/study/chattering/runs.js";
import { collapsedRunsTable } from "../../lib/study/routing-lost/collapsed-runs-table.js";
import { findingOf } from "../../lib/study/routing-lost/finding.js";
import { collapsePrice, fixedReward } from "../../lib/study/routing-lost/fixed-policies.js";
import { routingCausesTable, routingTest } from "../../lib/study/routing-lost/routing-causes-table.js";
import { routingGroup } from "../../lib/study/routing-lost/runs.js";
import { effects } from "../../lib/study/sensitivity/effects.js";
import { pointWeights, WEIGHT_NAMES } from "../../lib/study/sensitivity/experiment.js";
import { trainedRuns } from "../../lib/study/shared/trained/runs.js";
import { readerOf } from "./synthetic-data.js";

type Values = Readonly<Record<string, number | string>>;

/** The rows of a run: what tells it apart, its seed, and what its agent does without noise and with it. */
function run(identity: Values, seed: number, mean: Values, sampled: Values = mean): Row[] {
  const row = (phase: string, values: Values): Row =>
    Object.fromEntries(
      Object.entries({ ...identity, training_seed: seed, phase, steps: 1000, ...BLANK, ...values }).map(
        ([name, value]) => [name, String(value)],
      ),
    );
  return [row("training", {}), row("mean", mean), row("sampled", sampled)];
}

const BLANK = {
  fleet_share: "",
  churn_rate: "",
  sla_violation_rate: "",
  error_rate: "",
  users_per_container: "",
  routing_error: "",
  largest_share: "",
  cpu_seconds: "",
};

const routing = (changes: Values = {}) => ({
  reward_name: "averages",
  queue_limit: 32,
  size: 25,
  condition: "standard",
  ...changes,
});

test("collapsed runs are counted with their interval, and what was not measured is a dash", () => {
  const data = readerOf([
    ...[0.7, 0.6, 0.1, 0.5].flatMap((largest_share, i) =>
      run(routing(), i + 1, { largest_share, error_rate: 0.2, routing_error: 0.5 }),
    ),
    // A run whose evaluation isn't there doesn't count.
    run(routing({ queue_limit: 8 }), 1, {})[0],
  ]);
  assert.deepEqual(collapsedRunsTable.rows(data), [
    { size: 25, reward: "by containers", k8: null, k32: "2 of 4 [15, 85]", k128: null },
  ]);
});

test("a change is found to make fewer collapse, or more, or is left open, by the test at 5 %", () => {
  const group = (changes: Values, collapsed: number, of: number) =>
    Array.from({ length: of }, (_, i) =>
      run(routing(changes), i + 1, {
        largest_share: i < collapsed ? 0.8 : 0.1,
        // A tenth is not over a tenth.
        error_rate: i < collapsed ? 0.11 : 0.1,
        routing_error: 0.1,
      }),
    ).flat();
  const data = readerOf([
    ...group({}, 5, 10),
    ...group({ reward_name: "requests" }, 0, 10),
    ...group({ queue_limit: 8 }, 10, 10),
    ...group({ condition: "small-noise" }, 4, 10),
  ]);
  const rows = routingCausesTable.rows(data);
  const found = (tried: string) => rows.find((row) => row.tried === tried);
  // Hypergeometric by hand: C(10,5)/C(20,5) = 252/15504, twice.
  const [requests, standard] = [routingGroup(data, { reward: "requests" }), routingGroup(data)];
  assert.ok(Math.abs(routingTest(requests, standard, "isCollapsed").p - (2 * 252) / 15504) < 1e-12);
  assert.deepEqual(
    ["errors and latency by requests", "$K = 8$", "less exploration noise", "$K = 128$"].map(
      (tried) => found(tried)?.fewerCollapsed,
    ),
    ["fewer", "more", "open", "not measured yet"],
  );
  assert.deepEqual(
    [found("$K = 8$")?.refusing, found("$K = 8$")?.fewerRefusing],
    ["10 of 10 [72, 100]", "more"],
  );
  assert.equal(findingOf({ more: 1, fewer: 0.02 }), "fewer");
  assert.equal(findingOf({ more: 0.02, fewer: 1 }), "more");
  assert.equal(findingOf({ more: 0.03, fewer: 1 }), "open");
});

test("collapse is cheap where there are many containers and short queues, and dear by requests", () => {
  const at = (size: number, queueLimit: number, reward: "averages" | "requests" = "averages") =>
    collapsePrice({ size, queueLimit, reward });
  assert.ok(at(25, 8) < 1 && at(25, 32) < at(15, 32) && at(15, 32) < at(5, 32));
  // By requests: 10 for a latency at its cut and 50 times what is refused, in place of 10 (R/25)^2 and 50 e/25.
  const dearer = at(25, 32, "requests") - at(25, 32);
  const latency = (32 - 1 / 16.5) / 8 / 25;
  const refused = 1 - 8 / 140;
  assert.ok(Math.abs(dearer - (10 + 50 * refused - 10 * latency ** 2 - 2 * refused)) < 0.01);
  assert.ok(fixedReward("half the fleet", { size: 25, queueLimit: 32, reward: "averages" }) < -42);
});

const chattering = (changes: Parameters<typeof standardGroup>[2] = {}) =>
  ({ ...standardGroup("sim", 5, changes) }) as unknown as Values;
const agent = (churn_rate: number, fleet_share = 0.5) => ({
  churn_rate,
  fleet_share,
  sla_violation_rate: 0.1,
  largest_share: 0.2,
});

test("what a change does to churn is paired by seed", () => {
  const data = readerOf([
    ...[0.6, 0.7, 0.8].flatMap((churn, i) => run(chattering(), i + 1, agent(churn))),
    ...[0.1, 0.21, 0.29].flatMap((churn, i) =>
      run(chattering({ term: "fleet-change" }), i + 1, agent(churn, 0.6)),
    ),
    // A fourth seed has no partner.
    ...run(chattering({ term: "fleet-change" }), 4, agent(0.9)),
  ]);
  const [atFive] = chatteringCausesTables;
  const rows = atFive.rows(data);
  assert.deepEqual(
    rows.map(({ tried, runs, finding }) => [tried, runs, finding]),
    [
      ["nothing", 3, ""],
      ["price: 3 a change", 4, "less"],
    ],
  );
  assert.ok(Math.abs((rows[1].difference as Interval).estimate + 0.5) < 1e-12);
  assert.ok(Math.abs((rows[1].fleet as Interval).estimate - 0.1) < 1e-12);
});

test("a finding follows from the whole interval", () => {
  const found = (lower: number, upper: number) => churnFinding({ estimate: 0, lower, upper });
  assert.deepEqual(
    [
      found(-0.3, -0.1),
      found(0.1, 0.2),
      found(-0.04, 0.04),
      found(-0.04, 0.06),
      found(Number.NaN, Number.NaN),
    ],
    ["less", "more", "none", "open", "open"],
  );
});

test("runs that keep the whole fleet are counted as parked, and only what was measured has a row", () => {
  const judged = { trained: 1_000_000, head: "target-fleet" as const };
  const rows = [
    ...run({ ...standardGroup("sim", 25, judged) } as unknown as Values, 1, agent(0, 1)),
    ...run({ ...standardGroup("sim", 25, judged) } as unknown as Values, 2, agent(0.3, 0.97)),
  ];
  const table = chatteringJudgedTable.rows(readerOf(rows));
  assert.deepEqual(
    table.map(({ size, head, runs, parked }) => [size, head, runs, parked]),
    [[25, "target fleet", 2, 1]],
  );
  assert.equal(parkedCount(trainedRuns(readerOf(rows), "")), 1);
});

test("the regression finds what each weight does over its range, once there are enough points", () => {
  const slopes = [0.3, -0.2, 0.1, 0, 0, 0, -0.05, 0.02];
  const point = (number: number, noise: number) => {
    const weights = pointWeights(number);
    const churn = WEIGHT_NAMES.reduce((sum, name, i) => {
      const [lowest, highest] = WRITEUP_REWARD_RANGES[name];
      return sum + (slopes[i] * (weights[name] - lowest)) / (highest - lowest);
    }, 0.4);
    return [1, -1].flatMap((sign, i) =>
      run({ point: number, size: 5 }, i + 1, { churn_rate: churn + sign * noise, largest_share: 0.2 }),
    );
  };
  const rows = Array.from({ length: 40 }, (_, i) => point(i + 1, 0.01)).flat();
  const found = effects(readerOf(rows), "churn_rate");
  assert.deepEqual([found?.points, found?.runs], [40, 80]);
  for (const [i, slope] of slopes.entries())
    assert.ok(Math.abs((found?.slopes[i].estimate as number) - slope) < 1e-9);
  assert.equal(effects(readerOf(rows.slice(0, 60)), "churn_rate"), undefined);
});

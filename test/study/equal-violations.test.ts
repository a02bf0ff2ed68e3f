import assert from "node:assert/strict";
import { test } from "node:test";
import { equalViolationsOf } from "../../lib/study/equal-violations/agent-at-equal-sla-table.js";
import { EQUAL_VIOLATIONS_FILE } from "../../lib/study/equal-violations/experiment.js";
import { frontierAt, ruleLessAgent, runReadings } from "../../lib/study/equal-violations/reading.js";
import { resultRow } from "../evaluation/result-row.js";
import { asText } from "./contender-rows.js";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-9, `${actual} isn't ${expected}`);

/** A rule of two settings, .5 of the fleet at 10 % violations and .7 at 0.1 %, in two runs that lie around them, under two kinds of load. */
const ruleRows = (rule: string) =>
  ["gradual", "abrupt"].flatMap((load) =>
    [0, 1].flatMap((run) =>
      (
        [
          ["1", 0.5, 0.1],
          ["2", 0.7, 0.001],
        ] as const
      ).map(([setting, fleet, violations]) => ({
        cluster: "sim",
        controller: `${rule}:x=${setting}`,
        size: "5",
        load,
        run: String(run),
        steps: "100",
        sla_violation_rate: String(violations * (run === 0 ? 0.5 : 1.5)),
        fleet_share: String(fleet + (load === "gradual" ? -0.1 : 0.1)),
        users_per_container: String(4 / fleet),
        offered_users_per_container: String(5 / fleet),
      })),
    ),
  );
const dataOf = (rows: readonly Record<string, string>[], agents: readonly Record<string, string>[] = []) => ({
  rows: (file: string) => (file === EQUAL_VIOLATIONS_FILE ? rows : agents),
  json: () => undefined,
});

test("a rule is read at the violation rate of each training run: on the curve, beyond its sparing end, and not at all", () => {
  const agents = [0.01, 0.5, 1e-5].flatMap((sla_violation_rate, i) =>
    [0, 1].map((run) =>
      resultRow({ size: 5, training_seed: i + 1, run, sla_violation_rate, fleet_share: 0.65 }),
    ),
  );
  const place = { cluster: "sim" as const, size: 5, loads: { gradual: 1, abrupt: 1 } };
  const frontier = frontierAt(dataOf(ruleRows("writeup-pid")), place, "writeup-pid");
  const readings = runReadings(agents, frontier, "fleet_share");
  near(readings[0].rule, 0.6);
  near(readings[1].rule, 0.5);
  assert.equal(readings[2].rule, Number.NaN);
  const differences = ruleLessAgent(readings, "fleet_share");
  near(differences[0], -0.05);
  assert.equal(differences[2], Number.POSITIVE_INFINITY);
  const served = runReadings(agents, frontier, "users_per_container");
  near(served[1].rule, 8);
  assert.equal(ruleLessAgent(served, "users_per_container")[2], Number.NEGATIVE_INFINITY);
  assert.deepEqual(runReadings(agents, frontierAt(dataOf([]), place, "writeup-pid"), "fleet_share"), []);
});

test("kinds of load count by their numbers of workloads", () => {
  const loads = { gradual: 3, abrupt: 1 };
  const frontier = frontierAt(dataOf(ruleRows("static")), { cluster: "sim", size: 5, loads }, "static");
  near(frontier[0][0].fleet_share, 0.75 * 0.4 + 0.25 * 0.6);
});

test("ten training runs that all need more fleet than a rule: resolved after Holm's correction for the rule's comparisons", () => {
  const agents = ["constant-0.6", "flash-0.25-0.75"].flatMap((workload) =>
    Array.from({ length: 10 }, (_, i) =>
      asText(
        resultRow({
          controller: "ppo-writeup",
          size: 5,
          training_seed: i + 1,
          workload,
          sla_violation_rate: 0.01,
          fleet_share: 0.8,
        }),
      ),
    ),
  );
  const rows = [...ruleRows("writeup-pid"), ...ruleRows("static")];
  const found = equalViolationsOf(dataOf(rows, agents));
  assert.deepEqual(
    found.map(({ rule }) => rule),
    ["writeup-pid", "writeup-pid", "static", "static"],
  );
  near(found[0].difference.estimate, -0.3);
  near(found[0].pValue, (2 * 2) / 2 ** 10);
});

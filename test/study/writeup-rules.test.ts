import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResultRow } from "../../lib/evaluation/index.js";
import { resultRows } from "../../lib/report/result-rows.js";
import { PUBLISHED_RULES, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";
import { writeupComparisons } from "../../lib/study/writeup-rules/comparison.js";
import { resultRow } from "../evaluation/result-row.js";
import { readerOf } from "./synthetic-data.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("published rows: events, CPU and users fit what the write-up says of them elsewhere", () => {
  // Its discussion: threshold changes the fleet in 4-10 % of simulated steps, PID in 10-17 %; PID holds 60 % CPU.
  for (const { events, cpu, users } of PUBLISHED_RULES["writeup-threshold"]) {
    const share = events / PUBLISHED_STEPS;
    assert.ok(share > 0.035 && share < 0.105);
    // Below saturation CPU is users a node over the service rate, 20/s.
    near(users / cpu, 20.3, 0.5);
  }
  for (const { events, cpu } of PUBLISHED_RULES["writeup-pid"]) {
    const share = events / PUBLISHED_STEPS;
    assert.ok(share > 0.095 && share < 0.175);
    assert.equal(cpu, 0.6);
  }
});

test("our rows beside the published: scaled to 250,000 steps; what lies outside is named", () => {
  const [published] = PUBLISHED_RULES["writeup-threshold"];
  const runs = [0, 1, 2].map(
    (run): ResultRow =>
      resultRow({
        cluster: "writeup",
        controller: "writeup-threshold",
        workload: "writeup-test",
        size: 5,
        run,
        steps: 25_000,
        failed: published.failed / 10 + 0.1 * run,
        cpu_mean: published.cpu + 0.001 * run,
        churn_rate: 0.5 + 0.001 * run,
        writeup_sla_violation_rate: published.violations,
        offered_users_per_container: 10.04,
      }),
  );
  const rows = runs.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, Number.isNaN(value) ? "" : String(value)]),
    ),
  );
  const [comparison, ...others] = writeupComparisons(readerOf(rows), "writeup-threshold");
  assert.deepEqual(others, []);
  assert.deepEqual([comparison.size, comparison.patterns], [5, 11]);
  near(comparison.ours.failed.estimate, published.failed + 1, 1e-6);
  near(comparison.ours.events.estimate, 0.501 * 250_000, 1e-6);
  assert.deepEqual(comparison.outside, ["events"]);
  assert.equal(resultRows(readerOf(rows), "any.csv")[0].training_seed, Number.NaN);
});

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { metricEstimate } from "../../lib/evaluation/estimates.js";
import type { ResultRow } from "../../lib/evaluation/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { canonicalJson, estimateText, markdownTable, tableFrame } from "../../lib/report/index.js";
import { resultRows } from "../../lib/report/result-rows.js";
import { fleetShareAt, fleetShareEstimate } from "../../lib/study/frontier/curves.js";
import { registry } from "../../lib/study/index.js";
import { isResolved, pairedEffect } from "../../lib/study/rules/routing-effect.js";
import { modelMath, theoryComparisons } from "../../lib/study/theory/comparisons.js";
import { phases, phaseViolationRate, type Timeline } from "../../lib/study/timeline/phases.js";
import { PUBLISHED_RULES, PUBLISHED_STEPS } from "../../lib/study/writeup/published.js";
import { writeupComparisons } from "../../lib/study/writeup-rules/comparison.js";
import { readerOf, resultRow, writeSyntheticData } from "./synthetic-data.js";
import { temporaryWorkspace } from "./temporary-workspace.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

test("every figure, table and number is made from the columns of its inputs", async (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  for (const figure of registry.figures) {
    const { data } = figure.draw(dataReader(workspace, figure));
    assert.ok(data.length > 0, figure.id);
    for (const { x, y, name } of data as { x: number[]; y: number[]; name?: string }[])
      assert.equal(x.length, y.length, `${figure.id}: ${name}`);
    assert.equal(
      canonicalJson(figure.draw(dataReader(workspace, figure)).data),
      canonicalJson(data),
      figure.id,
    );
  }
  for (const table of registry.tables) {
    const text = markdownTable(table, await tableFrame(workspace, table));
    assert.ok(text.split("\n").length > 2, table.id);
    assert.doesNotMatch(text, /undefined|NaN|Infinity/, table.id);
  }
  for (const number of registry.numbers)
    assert.match(estimateText(number.value(dataReader(workspace, number)), number.format), /\d/, number.id);
});

test("captions are whole sentences of bearable length", () => {
  for (const { id, caption } of [...registry.figures, ...registry.tables]) {
    assert.match(caption, /\.$/, id);
    assert.ok(caption.length < 900, `${id}: ${caption.length} characters`);
  }
});

test("a frontier is crossed where log(rate) is on the straight line between its neighbours", () => {
  near(
    fleetShareAt(
      [
        [0.5, 0.1],
        [0.7, 0.001],
      ],
      0.01,
    ),
    0.6,
  );
  assert.equal(
    fleetShareAt(
      [
        [0.5, 0.1],
        [0.7, 0.02],
      ],
      0.01,
    ),
    Number.NaN,
    "not reached",
  );
  assert.equal(
    fleetShareAt(
      [
        [0.5, 0.004],
        [0.7, 0.001],
      ],
      0.01,
    ),
    0.5,
    "no extrapolation below the sweep",
  );
  near(
    fleetShareAt(
      [
        [0.4, 0.1],
        [0.6, 0.001],
        [0.5, 0.1],
        [0.9, 0.001],
      ],
      0.01,
    ),
    0.5,
    1e-9,
  );
  near(
    fleetShareAt(
      [
        [0.5, 0.01],
        [0.7, 0],
      ],
      0.0001,
    ),
    0.6,
  );
});

test("a fleet share at equal violations: the runs' mean curve; no bound where resamples miss the rate", () => {
  const rows = [0, 1, 2, 3].flatMap((run) => [
    resultRow({ controller: "pid:x=1", run, fleet_share: 0.5, sla_violation_rate: 0.1 }),
    resultRow({ controller: "pid:x=2", run, fleet_share: 0.7, sla_violation_rate: run === 0 ? 0.03 : 0.001 }),
  ]);
  const { estimate, lower, upper } = fleetShareEstimate(rows, "pid", 0.01) ?? {};
  const violations = (0.03 + 3 * 0.001) / 4;
  near(estimate as number, 0.5 + (0.2 * Math.log(10)) / Math.log(0.1 / violations));
  near(lower as number, 0.6, 1e-9); // run 0 left out altogether, which happens in (3/4)^4 of resamples
  assert.equal(upper, Number.NaN);
  assert.equal(fleetShareEstimate(rows, "pid", 1e-5), null);
  assert.equal(fleetShareEstimate(rows, "threshold", 0.01), null);
});

test("the interval of a metric ignores differences between workloads", () => {
  const rows = ["a", "b"].flatMap((workload) =>
    [0, 1, 2].map((run) => resultRow({ workload, run, cost: workload === "a" ? 1 : 9 })),
  );
  assert.deepEqual(metricEstimate(rows, "threshold", "cost", 2), { estimate: 10, lower: 10, upper: 10 });
});

test("a paired effect leaves out what both controllers share; to be resolved it needs interval and test", () => {
  const rows = (runs: number, noise: number) =>
    Array.from({ length: runs }, (_, run) => run).flatMap((run) => [
      resultRow({ run, cost: 10 * run }),
      resultRow({ run, cost: 10 * run - 1 + noise * (run % 2), controller: "threshold+least-queue" }),
    ]);
  const effect = pairedEffect(rows(8, 0.5), "threshold+least-queue", "threshold", "cost");
  near(effect.difference.estimate, -0.75);
  assert.ok(effect.difference.lower >= -1 && effect.difference.upper <= -0.5);
  assert.equal(effect.pValue, 2 / 2 ** 8);
  assert.equal(isResolved(effect), true);
  const few = pairedEffect(rows(5, 0.5), "threshold+least-queue", "threshold", "cost");
  assert.equal(isResolved(few), false, "five pairs can't reach 0.05");
  const none = pairedEffect(rows(8, 2), "threshold+least-queue", "threshold", "cost");
  assert.equal(isResolved(none), false);
});

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

test("the theory check: difference relative to theory, refusals weighted by requests", () => {
  const row = (run: number, time: number, requests: number, refused: number) => ({
    model: "E5/M/1",
    utilization: "0.8",
    run: String(run),
    requests: String(requests),
    response_time_theory: "2",
    response_time_mean: String(time),
    refused_share_theory: "0.1",
    refused_share: String(refused),
  });
  const [found] = theoryComparisons(readerOf([row(0, 2, 100, 0.1), row(1, 2.2, 300, 0.2)]));
  near(found.difference.estimate, 0.05);
  near(found.refused, 0.175);
  assert.equal(found.requests, 400);
  assert.equal(modelMath("E5/M/1"), "$\\mathrm{E}_{5}/\\mathrm{M}/1$");
  assert.equal(modelMath("M/M/1/32"), "$\\mathrm{M}/\\mathrm{M}/1/32$");
});

test("phases of a run: a start and the rest at constant load; onset, crowd and between in flash crowds", () => {
  const run = (loads: readonly number[]): Timeline => ({
    workload: "w",
    controller: "c",
    run: 0,
    steps: loads.map((load, step) => ({
      step,
      load,
      ready: 1,
      fleet: 1,
      requests: 10,
      violations: step % 2,
    })),
  });
  const constant = phases(run(new Array(35).fill(4)));
  assert.deepEqual([constant[29], constant[30]], ["start", "steady"]);
  const flash = run([...new Array(5).fill(1), ...new Array(25).fill(3), 1]);
  const found = phases(flash);
  assert.deepEqual(
    [found[4], found[5], found[24], found[25], found[30]],
    ["between", "onset", "onset", "crowd", "between"],
  );
  near(phaseViolationRate(flash, "onset"), 0.1 * (10 / 20));
  assert.equal(phaseViolationRate(flash, "start"), Number.NaN);
});

test("the cycle's numbers: every synthetic run has the relay's period, and churn doesn't depend on the delay", (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  const value = (id: string) => {
    const number = registry.numbers.find((one) => one.id === id);
    assert.ok(number !== undefined, id);
    return number.value(dataReader(workspace, number));
  };
  assert.equal(value("cycle-runs"), 4);
  assert.equal(value("cycle-periodic"), 4);
  assert.equal(value("cycle-as-predicted"), 4);
  assert.equal(value("cycle-predicted-period"), 6);
  assert.deepEqual(value("cycle-churn-difference"), { estimate: 0, lower: 0, upper: 0 });
});

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadComparison } from "../../lib/evaluation/index.js";
import { fleetlab } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-traces-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A day in hours: little at night, most at noon. */
const day = join(folder, "day.csv");
const hours = Array.from({ length: 24 }, (_, hour) =>
  Math.round(1000 * (2 - Math.cos((hour / 12) * Math.PI))),
);
const write = (rates: readonly unknown[]) =>
  writeFileSync(day, `time,rate\n${rates.map((rate, hour) => `${3600 * hour},${rate}\n`).join("")}`);
write(hours);

const quick = (workload: string, ...more: string[]) => [
  "evaluate",
  "--controllers",
  "static",
  "--sizes",
  "3",
  "--runs",
  "1",
  "--steps",
  "24",
  "--workloads",
  workload,
  ...more,
];

test("evaluate takes a trace; results have its name and hash, and a trace that changed isn't mixed with them", async () => {
  const out = join(folder, "rows.csv");
  const load = `trace:${day}:peak=.8:press=3600`;
  const first = await fleetlab(quick(load, "--out", out, "--json"));
  assert.equal(first.code, 0, first.stderr);
  const [row] = JSON.parse(first.stdout);
  assert.match(row.workload, /^trace:day\.csv:peak=0\.8:press=3600#[0-9a-f]{12}$/);
  assert.equal(row.split, "own");
  // Mean of the rates, as a share of the highest, times .8 of 3 containers that serve 8/s each, in 24 s.
  const mean = hours.reduce((sum, rate) => sum + rate, 0) / 24 / Math.max(...hours);
  const expected = mean * 0.8 * 24 * 24;
  assert.ok(Math.abs(row.requests - expected) < 4 * Math.sqrt(expected), `${row.requests} of ${expected}`);
  const kept = readFileSync(out, "utf8");
  assert.equal((await fleetlab(quick(load, "--out", out))).code, 0);
  assert.equal(readFileSync(out, "utf8"), kept);
  write([...hours.slice(0, -1), 999]);
  const changed = await fleetlab(quick(load, "--out", out));
  assert.equal(changed.code, 2);
  assert.match(
    changed.stderr,
    /^fleetlab: .*rows\.csv was made with day\.csv of hash [0-9a-f]{12}, which now has hash/m,
  );
  assert.equal(readFileSync(out, "utf8"), kept);
});

test("a trace that can't be played is refused with one line and exit code 2", async () => {
  const refused = async (load: string, message: RegExp) => {
    const { code, stderr, stdout } = await fleetlab(quick(load));
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
    assert.equal(stdout, "");
  };
  write(hours);
  await refused(
    `trace:${day}:peak=.8:press=36000`,
    /^fleetlab: trace:day\.csv:.* ends after 86400 s \(line 25\), the run needs 864000 s/,
  );
  await refused(`trace:${day}`, /requests\/s on average, where the whole fleet serves 24/);
  write([...hours.slice(0, -1), Number.NaN]);
  await refused(`trace:${day}:peak=.8`, /^fleetlab: day\.csv, line 25: NaN is no load/);
  write([...hours.slice(0, -1), -4]);
  await refused(`trace:${day}:peak=.8`, /^fleetlab: day\.csv, line 25: -4 is no load/);
  await refused(`trace:${join(folder, "nothing.csv")}`, /nothing\.csv doesn't exist/);
});

test("compare-rewards trains and measures on traces, in worker processes", async () => {
  write(hours);
  const load = `trace:${day}:peak=.8:press=360`;
  const config = {
    workload: load,
    clusters: 2,
    episodeSteps: 10,
    ppo: { rolloutSteps: 32, minibatch: 64, epochs: 1 },
  };
  const plan = {
    name: "on-a-day",
    sizes: [3],
    steps: 640,
    seeds: 2,
    variants: [
      { name: "as it is", config },
      { name: "calm", weights: { "fleet-change": 3 }, config },
    ],
    evaluation: { runs: 1, steps: 50, workloads: [load] },
  };
  const [file, out] = [join(folder, "plan.json"), join(folder, "compared")];
  writeFileSync(file, JSON.stringify(plan));
  const places = ["--out", out, "--runs", join(folder, "runs"), "--formats", "none"];
  const { code, stdout, stderr } = await fleetlab([
    "compare-rewards",
    file,
    "--json",
    "--no-rules",
    ...places,
  ]);
  assert.equal(code, 0, stderr);
  const { plan: kept, runs } = JSON.parse(stdout);
  assert.match(kept.evaluation.workloads.join(), /^trace:day\.csv:peak=0\.8:press=360#[0-9a-f]{12}$/);
  assert.equal(runs.length, 4);
  // A comparison is read in a process that has never seen the trace.
  assert.deepEqual(loadComparison(out).plan.evaluation.workloads, kept.evaluation.workloads);
});

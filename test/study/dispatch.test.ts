import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeRequests } from "../../lib/cluster/docker/load/request-file.js";
import { clusterSpec, replayRequests } from "../../lib/cluster/index.js";
import {
  COMMON_QUEUE,
  countsUnder,
  exactLoadCarried,
  loadCarried,
  METHODS,
} from "../../lib/study/dispatch/methods.js";
import { pairedRequests } from "../../lib/study/dispatch/paired-requests.js";
import { compared } from "../../lib/study/dispatch/request-blocks.js";
import { dispatchPlan } from "../../lib/study/index.js";
import { workloadByName } from "../../lib/workload/index.js";

test("the plan: more than 20,000 requests of each dispatch at each load, the same for all", () => {
  const { runs } = dispatchPlan();
  const requests = new Map<string, number>();
  for (const { controller, workload, steps } of runs) {
    const key = `${controller} ${workload}`;
    const rate = 15 * 7.92 * Number(workload.split("-")[1]);
    requests.set(key, (requests.get(key) ?? 0) + rate * steps);
  }
  assert.equal(requests.size, 6);
  for (const [key, count] of requests) assert.ok(count > 20_000, `${key}: ${count}`);
  const seeds = new Set(
    runs.map(({ workload, run, evaluationSeed }) => `${workload} ${run} ${evaluationSeed}`),
  );
  assert.equal(seeds.size, 6);
});

test("loads carried: the closed forms by hand, and every dispatch between random and the common queue", () => {
  // M/M/1 with an SLA of ten mean service times: e^(-10 (1 - rho)) = .01.
  assert.ok(Math.abs(exactLoadCarried(1, 0.01) - (1 - Math.log(100) / 10)) < 1e-6);
  const level = { violationRate: 0.01, requests: 30_000 };
  const [random, common] = [exactLoadCarried(1, 0.01), exactLoadCarried(5, 0.01)];
  const loads = METHODS.map((method) => loadCarried(method, { size: 5, seed: 1 }, level));
  for (const [i, load] of loads.entries())
    assert.ok(load > random && load < common, `${METHODS[i]}: ${load}`);
  assert.deepEqual([...loads].sort(), loads, "in this order");
  const longer = { violationRate: 0.01, requests: 1e5 };
  const simulated = loadCarried(COMMON_QUEUE, { size: 5, seed: 1 }, longer);
  assert.ok(Math.abs(simulated - common) < 0.03, `${simulated}, exactly ${common}`);
});

test("the same load: least-queue weights are decided every second, and answer sooner than turns", () => {
  const counts = (method: (typeof METHODS)[number]) =>
    countsUnder(method, { size: 5, seed: 1 }, { load: 0.8, requests: 20_000 });
  const mean = ({ responseTimeSum, completions }: ReturnType<typeof counts>) => responseTimeSum / completions;
  assert.ok(mean(counts("least-queue")) < mean(counts("round-robin")));
  assert.ok(mean(counts("least-connections")) < mean(counts("least-queue")));
});

test("errors against the real proxy are paired by requests", () => {
  const real = Float64Array.from(
    { length: 4000 },
    (_, k) => 0.1 + 0.05 * Math.sin(k) + (k % 97 === 0 ? 2 : 0),
  );
  const rows = compared([{ real, simulated: real.map((time) => 1.1 * time), sliced: real }], 1.25);
  const [own, simulated, sliced] = rows;
  assert.ok(Number.isNaN(own.mean_error));
  assert.ok(own.mean_lower < own.mean && own.mean < own.mean_upper);
  for (const name of ["mean_error", "mean_error_lower", "mean_error_upper", "p95_error"] as const) {
    assert.ok(Math.abs(simulated[name] - 0.1) < 1e-9, `${name}: ${simulated[name]}`);
    assert.ok(Math.abs(sliced[name]) < 1e-9);
  }
  assert.equal(own.violation_rate, 42 / 4000);
});

test("requests that aren't answered count as violations, and in no mean", () => {
  const times = Float64Array.from({ length: 1000 }, (_, k) => (k % 10 === 0 ? Number.NaN : 0.2));
  const [own] = compared([{ real: times, simulated: times, sliced: times }], 1.25);
  assert.equal(own.violation_rate, 0.1);
  assert.ok(Math.abs(own.mean - 0.2) < 1e-12);
});

test("kept requests must be those of the seed", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-dispatch-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "requests.csv.gz");
  const spec = clusterSpec({ size: 3, dispatch: "least-connections" });
  const run = { spec, workload: workloadByName("constant-0.5"), seed: 5, steps: 30 };
  const { times, responseTimes } = replayRequests(run);
  const requests = [...times].map((sentAt, k) => ({
    sentAt: sentAt + 0.002,
    responseTime: responseTimes[k],
    server: 0,
    status: k === 7 ? 503 : 200,
  }));
  writeRequests(file, requests);
  const paired = pairedRequests({ ...run, file });
  assert.equal(paired.real.length, times.length);
  assert.ok(Number.isNaN(paired.real[7]) && !Number.isNaN(paired.simulated[7]));
  assert.ok(Math.abs(paired.real[8] - paired.simulated[8]) < 1e-4);
  assert.notDeepEqual(paired.sliced, paired.simulated);
  assert.throws(
    () => pairedRequests({ ...run, seed: 6, file }),
    /request 0 in .* was sent at .* it was due at/,
  );
});

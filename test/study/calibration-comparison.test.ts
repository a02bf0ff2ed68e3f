import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import type { Calibration } from "../../lib/cluster/docker/calibration/index.js";
import { evaluate, evaluationConfig, evaluationWorld, type ResultRow } from "../../lib/evaluation/index.js";
import { sizeComparisons, worldComparisons } from "../../lib/study/index.js";

const calibration: Calibration = {
  id: "slow",
  meanDemand: 0.005,
  spec: {
    containers: [{ cpuShare: 0.04, memoryMiB: 128, serviceRate: 4 }],
    controlInterval: 1,
    coldStart: 2,
    queueLimit: 32,
    sla: 1.25,
    timeScale: 10,
    dispatch: "smooth-weighted-round-robin",
    memory: { idleMiB: 7, perRequestMiB: 0.05, releaseTime: 30 },
  },
  measured: [],
  coldStarts: [],
};
const settings = { controllers: ["static"], workloads: ["constant-0.5"], sizes: [4], runs: 2, steps: 400 };

test("the calibrated simulator has the calibrated rates, and its whole fleet at the start where that is wanted", async () => {
  const config = evaluationConfig({ cluster: "sim", ...settings });
  const half = await evaluate(evaluationWorld(config, calibration));
  for (const row of half.rows) assert.ok(row.fleet_size_mean < 4, "half of it is started first");
  const { rows } = await evaluate(evaluationWorld(config, { ...calibration, wholeFleet: true }));
  for (const row of rows) {
    // Half of 4 x 4 requests/s.
    assert.ok(Math.abs(row.throughput - 8) < 0.5, `${row.throughput} requests/s`);
    assert.equal(row.fleet_size_mean, 4);
  }
});

test("a calibration goes with its own service rate and with clusters of containers only", () => {
  const config = (given: object) => evaluationConfig({ cluster: "sim", ...settings, ...given });
  assert.throws(() => evaluationWorld(config({ serviceRate: 9 }), calibration), InputError);
  assert.throws(() => evaluationWorld(config({ cluster: "writeup" }), calibration), InputError);
});

test("only runs with the same requests are compared, by relative error against the real one", async () => {
  const config = evaluationConfig({ cluster: "sim", ...settings });
  const { rows } = await evaluate(evaluationWorld(config, { ...calibration, wholeFleet: true }));
  const real: ResultRow[] = rows.map((row) => ({
    ...row,
    cluster: "docker",
    response_time_mean: 0.5,
    error_rate: 0,
  }));
  const simulated = [
    { ...rows[0], response_time_mean: 0.6 },
    { ...rows[1], evaluation_seed: rows[1].evaluation_seed + 1 },
  ];
  const comparisons = worldComparisons(real, simulated);
  assert.deepEqual([...new Set(comparisons.map(({ run }) => run))], [0]);
  const of = (metric: string) => comparisons.find((row) => row.metric === metric);
  assert.ok(Math.abs((of("response_time_mean")?.relative_error as number) - 0.2) < 1e-12);
  assert.equal(of("throughput")?.relative_error, 0);
  assert.ok(Number.isNaN(of("error_rate")?.relative_error));
});

test("size by size: means over pairs, their relative error, and its interval over pairs", async () => {
  const config = evaluationConfig({ cluster: "sim", ...settings, steps: 20 });
  const { rows } = await evaluate(evaluationWorld(config, calibration));
  const worlds = (times: readonly number[], rate?: number) =>
    rows.map((row, k) => ({
      ...row,
      response_time_mean: times[k],
      error_rate: 0,
      ...(rate !== undefined && { offered_rate: rate }),
    }));
  const comparisons = worldComparisons(worlds([0.4, 0.6], 8), worlds([0.4, 0.9], 8.4));
  const of = (metric: string) => sizeComparisons(comparisons).find((row) => row.metric === metric);
  const { relativeError, ...means } = of("response_time_mean") as NonNullable<ReturnType<typeof of>>;
  assert.deepEqual(means, { size: 4, metric: "response_time_mean", pairs: 2, real: 0.5, simulated: 0.65 });
  assert.ok(Math.abs(relativeError.estimate - 0.3) < 1e-12);
  // Resamples hold the pairs with errors 0 and 0.5, or either of them twice.
  const { lower, upper } = relativeError;
  assert.ok(Math.abs(lower) < 1e-12 && Math.abs(upper - 0.5) < 1e-12, `${lower} .. ${upper}`);
  assert.ok(Math.abs((of("offered_rate")?.relativeError.estimate as number) - 0.05) < 1e-12);
  assert.ok(
    Number.isNaN(of("error_rate")?.relativeError.estimate) &&
      Number.isNaN(of("error_rate")?.relativeError.lower),
  );
  const one = sizeComparisons(comparisons.filter(({ run }) => run === 1));
  assert.ok(one.every(({ pairs, relativeError }) => pairs === 1 && Number.isNaN(relativeError.lower)));
  const unknown = sizeComparisons(worldComparisons(worlds([0.4, 0.6]), worlds([0.4, 0.9], 8)));
  assert.ok(
    unknown.every(({ metric }) => metric !== "offered_rate"),
    "a rate that one world doesn't know",
  );
});

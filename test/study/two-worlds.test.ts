import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResultRow } from "../../lib/evaluation/index.js";
import { tableById } from "../../lib/study/index.js";
import { rankedComparisons } from "../../lib/study/two-worlds/simulated-against-real.js";
import { asText, rowsOf } from "./contender-rows.js";

test("relative error and rank agreement rest on the runs that every controller has in both worlds", () => {
  const real = rowsOf("docker", [
    [1, 1.2],
    [2, 2.2],
    [3, 3.2, 9],
  ]);
  const simulated = rowsOf("sim", [
    [1.1, 1.32],
    [2.2, 2.42],
    [3.3, 3.52],
  ]);
  const [comparison] = rankedComparisons(real, simulated, ["cpu_mean"]);
  assert.equal(comparison.pairs, 6, "the third run of the agent has no partners");
  assert.ok(Math.abs((comparison.relativeError?.estimate ?? 0) - 0.1) < 1e-12);
  assert.deepEqual(comparison.ranks, { estimate: 1, lower: 1, upper: 1 });
  const [turned] = rankedComparisons(
    real,
    rowsOf("sim", [
      [3, 3],
      [2, 2],
      [1, 1],
    ]),
    ["cpu_mean"],
  );
  assert.equal(turned.ranks?.estimate, -1);
  const [zero] = rankedComparisons(
    rowsOf("docker", [
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
    simulated,
    ["cpu_mean"],
  );
  assert.equal(zero.relativeError, null);
  assert.deepEqual(rankedComparisons(real, rowsOf("sim", [[1], [1], [1]]), ["cpu_mean"]), []);
});

test("the simulator's error is told controller by controller, from pairs alone", () => {
  const files: Record<string, readonly ResultRow[]> = {
    "evaluation/real.csv": rowsOf("docker", [
      [1, 2],
      [2, 2],
      [4, 4, 9],
    ]),
    "evaluation/real-simulated.csv": rowsOf("sim", [[1.2, 2.4], [2], [3, 3]]),
  };
  const data = { rows: (file: string) => files[file].map((row) => asText(row)), json: () => undefined };
  const rows = tableById("simulator-error-by-controller").rows(data);
  assert.deepEqual(
    rows.map(({ controller, pairs }) => [controller, pairs]),
    [
      ["threshold", 2],
      ["ppo-writeup, phase 2", 2],
    ],
    "a single pair has no interval",
  );
  const errors = rows.map(({ error }) => (error as { estimate: number }).estimate);
  assert.ok(Math.abs(errors[0] - 0.2) < 1e-12 && Math.abs(errors[1] + 0.25) < 1e-12, String(errors));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { metricEstimate } from "../../lib/evaluation/estimates.js";
import { resultRow } from "./result-row.js";

test("the interval of a metric ignores differences between workloads", () => {
  const rows = ["a", "b"].flatMap((workload) =>
    [0, 1, 2].map((run) => resultRow({ workload, run, cost: workload === "a" ? 1 : 9 })),
  );
  assert.deepEqual(metricEstimate(rows, "threshold", "cost", 2), { estimate: 10, lower: 10, upper: 10 });
});

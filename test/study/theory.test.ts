import assert from "node:assert/strict";
import { test } from "node:test";
import { modelMath, theoryComparisons } from "../../lib/study/theory/comparisons.js";
import { readerOf } from "./synthetic-data.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

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

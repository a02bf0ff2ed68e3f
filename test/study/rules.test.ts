import assert from "node:assert/strict";
import { test } from "node:test";
import { isResolved, pairedEffect } from "../../lib/study/rules/routing-effect.js";
import { resultRow } from "../evaluation/result-row.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} isn't ${expected}`);

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

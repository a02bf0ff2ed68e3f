import assert from "node:assert/strict";
import { test } from "node:test";
import { pairedScores, scoreMatrix } from "../../lib/evaluation/index.js";
import { resultRow } from "./result-row.js";

test("a score matrix has a row per run and training seed, a column per workload and size", () => {
  const rows = [0, 1].flatMap((run) =>
    ["a", "b"].flatMap((workload) =>
      [1, 2].map((training_seed) =>
        resultRow({
          controller: "ppo",
          workload,
          run,
          training_seed,
          cost: 100 * run + 10 * training_seed + (workload === "a" ? 1 : 2),
        }),
      ),
    ),
  );
  assert.deepEqual(scoreMatrix(rows, "ppo", "cost").scores, [
    [11, 12],
    [21, 22],
    [111, 112],
    [121, 122],
  ]);
  assert.throws(
    () => scoreMatrix(rows.slice(1), "ppo", "cost"),
    /RangeError: rows must hold ppo on a, .*got 0 times/,
  );
  assert.throws(() => scoreMatrix([...rows, rows[0]], "ppo", "cost"), /got 2 times/);
});

test("paired scores match the same requests, not the same place in the file", () => {
  const row = (controller: string, run: number, cost: number) =>
    resultRow({ controller, run, evaluation_seed: 50 + run, cost });
  const rows = [row("x", 0, 1), row("x", 1, 2), row("x", 2, 3), row("y", 1, 20), row("y", 0, 10)];
  assert.deepEqual(pairedScores(rows, "x", "y", "cost"), { x: [1, 2], y: [10, 20] });
  assert.throws(() => pairedScores([...rows, row("y", 0, 11)], "x", "y", "cost"), /one pair of x and y/);
  assert.throws(() => pairedScores(rows, "x", "z", "cost"), /RangeError: .*pair of x and z, got none/);
});

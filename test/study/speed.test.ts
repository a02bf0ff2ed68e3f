import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { figureById } from "../../lib/study/index.js";
import { trainingSpeeds } from "../../lib/study/speed/training-speed.js";

const speed = (median: number) => ({ median, min: 0.9 * median, max: 1.2 * median });

const RESULTS = {
  repeats: 5,
  groups: [
    {
      name: "ppo-n10",
      rows: [
        { name: "fleetlab, 1 seed", unit: "steps/s", values: [40_000], speed: speed(40_000) },
        { name: "JAX, 1 seed", unit: "steps/s", values: [], leftOut: "no network" },
        { name: "SB3, 512 steps", unit: "steps/s", values: [1000], speed: speed(1000) },
      ],
    },
    { name: "ppo-n25", rows: [{ name: "SB3, 512 steps", unit: "steps/s", speed: speed(800) }] },
    { name: "ppo-n10-parts", rows: [{ name: "JAX update", unit: "learned steps/s", speed: speed(7) }] },
  ],
};

const readerOf = (content: unknown) => ({ rows: () => [], json: () => content });

test("training speeds are those of the whole training, size by size, without who was left out", () => {
  assert.deepEqual(
    trainingSpeeds(readerOf(RESULTS)).map(({ size, name, speed }) => [size, name, speed.estimate]),
    [
      [10, "fleetlab, 1 seed", 40_000],
      [10, "SB3, 512 steps", 1000],
      [25, "SB3, 512 steps", 800],
    ],
  );
});

test("the figure of training speeds shows medians with bars from the least to the most", () => {
  const { data, layout } = figureById("training-speed").draw(readerOf(RESULTS));
  const [ten, twentyFive] = data as unknown as {
    x: number[];
    y: number[];
    error_y: { array: number[]; arrayminus: number[] };
  }[];
  assert.deepEqual(ten.y, [40_000, 1000]);
  assert.deepEqual(ten.error_y.array, [8000, 200]);
  assert.deepEqual(ten.error_y.arrayminus, [4000, 100]);
  // Both sizes' points of a row stand around the row's tick.
  assert.deepEqual([Math.round(ten.x[1]), Math.round(twentyFive.x[0])], [1, 1]);
  assert.ok(ten.x[1] < twentyFive.x[0]);
  assert.deepEqual((layout.xaxis as { ticktext: string[] }).ticktext, [
    "fleetlab<br>1 seed",
    "SB3<br>512 steps",
  ]);
});

test("a file of speeds that is something else is refused with the command that makes it", () => {
  assert.throws(
    () => trainingSpeeds(readerOf({ groups: [{ name: "ppo-n10" }] })),
    (error) =>
      error instanceof InputError &&
      /^bench\/ppo\.json: groups\.0\.rows is missing, .*npm run bench -- --only ppo --save$/.test(
        error.message,
      ),
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { figureById, tableById } from "../../lib/study/index.js";

const readerOf = (content: unknown) => ({ rows: () => [], json: () => content });
const TABLES = ["training-speed", "phase-1-speed", "training-growth", "engine-equivalence", "dispatch-speed"];

const PHASE_1 = {
  groups: [
    {
      name: "phase-1",
      rows: [
        {
          name: "one",
          facts: {
            seeds: 1,
            runSeconds: [30, 50, 20, 90],
            episodeRewards: [-1, -2, -3, -2],
            peakMemoryMiB: 400,
          },
        },
        { name: "single", facts: { seeds: 1, runSeconds: [7], episodeRewards: [-5] } },
      ],
    },
    {
      name: "phase-1-growth",
      rows: [
        {
          name: "long",
          facts: { tensorsBefore: [3], tensorsAfter: [4], memoryBeforeMiB: 100, memoryAfterMiB: 110 },
        },
      ],
    },
  ],
};

test("what the benchmark hasn't measured yet leaves its tables empty, and its figure says so", () => {
  for (const id of TABLES) assert.deepEqual(tableById(id).rows(readerOf(undefined)), []);
  const { data, layout } = figureById("training-speed").draw(readerOf(undefined));
  assert.match(JSON.stringify([data, layout]), /not measured yet/);
});

test("phase 1's times are medians with the least and the most, rewards means over seeds", () => {
  const [one, single] = tableById("phase-1-speed").rows(readerOf(PHASE_1));
  assert.deepEqual(one.seconds, { estimate: 40, lower: 20, upper: 90 });
  const reward = one.reward as { estimate: number; lower: number };
  assert.equal(reward.estimate, -2);
  // t at 3 degrees of freedom is 3.182; the deviation sqrt(2/3), over sqrt(4).
  assert.ok(Math.abs(reward.lower - (-2 - (3.182 * Math.sqrt(2 / 3)) / 2)) < 1e-3);
  assert.deepEqual([one.trained, one.memory, single.reward, single.memory], [4, 400, -5, null]);
  const [long] = tableById("training-growth").rows(readerOf(PHASE_1));
  assert.deepEqual([long.tensorsBefore, long.tensorsAfter, long.memoryAfter, long.peak], [3, 4, 110, null]);
});

test("a dispatch's exponent is that of a step's time from 100 to 1,000 containers", () => {
  const row = (name: string, median: number) => ({ name, speed: { median, min: 1, max: 1e6 } });
  const content = {
    groups: [
      {
        name: "dispatch",
        rows: [
          row("random, batch 1, N = 5", 2e5),
          row("random, batch 1, N = 100", 5000),
          row("random, batch 1, N = 1000", 500),
          row("least-connections, batch 1, N = 100", 4000),
          row("least-connections, batch 1, N = 1000", 250),
          row("random, batch 64, N = 5", 1e5),
        ],
      },
    ],
  };
  const rows = tableById("dispatch-speed").rows(readerOf(content));
  assert.deepEqual(rows[0], {
    dispatch: "random",
    batch: 1,
    n5: 2e5,
    n15: null,
    n25: null,
    n100: 5000,
    n1000: 500,
    exponent: 1,
  });
  assert.ok(Math.abs((rows[1].exponent as number) - Math.log10(16)) < 1e-12);
  assert.deepEqual([rows[2].batch, rows[2].exponent], [64, null]);
});

test("engines are compared by their scores and the difference of pairs", () => {
  const difference = { estimate: 0.01, lower: -0.01, upper: 0.03 };
  const content = { size: 5, steps: 100, seeds: [1, 2], compiled: [-1, -3], reference: [-2, -2], difference };
  const [row] = tableById("engine-equivalence").rows(readerOf(content));
  assert.equal((row.compiled as { estimate: number }).estimate, -2);
  assert.deepEqual([row.seeds, row.difference], [2, difference]);
});

test("a benchmark's file that is something else is refused with the command that makes it", () => {
  for (const [id, command] of [
    ["phase-1-speed", /^bench\/phase-1\.json: groups is missing, .*npm run bench -- --only phase-1 --save$/],
    [
      "engine-equivalence",
      /^bench\/equivalence\.json: size is missing, .*npx tsx bench\/ppo\/equivalence\.ts --save$/,
    ],
  ] as const)
    assert.throws(
      () => tableById(id).rows(readerOf({})),
      (error) => error instanceof InputError && command.test(error.message),
    );
});

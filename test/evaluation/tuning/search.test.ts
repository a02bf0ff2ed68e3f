import assert from "node:assert/strict";
import { test } from "node:test";
import { controllerByText } from "../../../lib/control/index.js";
import { plannedSteps, runSearch, type Search } from "../../../lib/evaluation/tuning/search.js";
import type { TrialCell, TrialRow } from "../../../lib/evaluation/tuning/trial-columns.js";
import { trialCost } from "../../../lib/evaluation/tuning/trial-sums.js";
import { cheapestTrial, trialsOf } from "../../../lib/evaluation/tuning/trials-file.js";

const STANDARD_PRICES = [0.1, 0.3, 1, 3, 10, 30];
const SEARCH: Search = {
  controller: "threshold",
  largestStep: 1,
  budget: 6_000_000,
  seed: 3,
  sizes: [5, 15],
};

/**
 * Constructed: the fleet is as large as `up` is low, and violations come with `up` and with the distance of `down` from .3; each load
 * adds the same to all trials.
 */
function constructed(cell: TrialCell): TrialRow {
  const { up, down } = controllerByText(cell.controller).parameters as { up: number; down: number };
  const time = 300 * cell.runs;
  const load = cell.first_run * cell.runs;
  return {
    ...cell,
    steps: 330 * cell.runs,
    time,
    requests: 10 * time,
    completions: 10 * time,
    violations: Math.round(time * (up ** 4 + (down - 0.3) ** 2)) + load,
    errors: 0,
    violation_rate: 0,
    container_seconds: cell.size * time * (1 - up / 2) + load,
    response_time_sum: 0,
    changes: 0,
    commands: 0,
    reversals: 0,
    code: "",
  };
}

async function searched(search: Search): Promise<readonly TrialRow[]> {
  const known = new Map<string, TrialRow>();
  return runSearch(search, async (cells) =>
    cells.map((cell) => {
      const key = JSON.stringify(cell);
      const row = known.get(key) ?? constructed(cell);
      known.set(key, row);
      return row;
    }),
  );
}

test("the best of all trials at every size and price reach the end, and lie near the best there is", async () => {
  const rows = await searched(SEARCH);
  const trials = trialsOf(rows);
  assert.ok(trials.all.length > 5 * trials.finalists.length);
  for (const size of SEARCH.sizes)
    for (const price of STANDARD_PRICES) {
      const cost = (controller: string) => {
        const cell = { ...(rows[0] as TrialRow), controller, size, first_run: 0 };
        const row = constructed(cell);
        return (row.container_seconds + price * row.violations) / (size * row.time);
      };
      const best = cheapestTrial(trials, { size, price, split: "train" });
      const least = Math.min(...trials.all.map(({ controller }) => cost(controller)));
      assert.ok(cost(best.controller) < least + 1e-6, `${size} ${price}`);
      const grid = Array.from({ length: 46 }, (_, i) => cost(`threshold:up=${0.5 + i / 100}:down=0.3`));
      assert.ok(cost(best.controller) < Math.min(...grid) * 1.01 + 1e-6, `${size} ${price} on a grid`);
    }
});

test("later generations are drawn near the best: they are better than the first", async () => {
  const trials = trialsOf(await searched({ ...SEARCH, sizes: [15] })).all;
  const setting = { size: 15, price: 1, split: "train" } as const;
  const mean = (own: typeof trials) =>
    own.reduce((sum, trial) => sum + trialCost(trial, setting), 0) / own.length;
  const half = Math.floor(trials.length / 2);
  assert.ok(mean(trials.slice(half)) < mean(trials.slice(0, half)));
});

test("trial 0 has the default values; all trials of a rung meet the same loads at the same sizes", async () => {
  const rows = await searched(SEARCH);
  assert.match(String(rows[0]?.controller), /^threshold:up=0\.75:down=0\.35:/);
  for (const rung of new Set(rows.map((row) => row.rung))) {
    const own = rows.filter((row) => row.rung === rung);
    const measured = (trial: number) =>
      JSON.stringify(
        own
          .filter((row) => row.trial === trial)
          .map(({ split, size, workload, first_run, runs }) => [split, size, workload, first_run, runs]),
      );
    assert.equal(new Set(own.map(({ trial }) => measured(trial))).size, 1, `rung ${rung}`);
  }
  const texts = rows
    .filter(({ rung, size }) => rung === 0 && size === 15)
    .map(({ controller }) => controller);
  assert.equal(new Set(texts).size, texts.length, "no configuration comes twice");
});

test("what is measured costs what was planned, and never more than the budget", async () => {
  for (const budget of [8_000, 50_000, 1_000_000])
    for (const controller of ["threshold", "static"]) {
      const search = { ...SEARCH, controller, budget: controller === "static" ? 8 * budget : budget };
      const spent = (await searched(search)).reduce((sum, { steps }) => sum + steps, 0);
      assert.equal(spent, plannedSteps(search));
      assert.ok(spent <= search.budget, `${spent} of ${search.budget}`);
    }
});

test("a measurement that takes more steps than it should ends the search", async () => {
  const wasteful = runSearch(SEARCH, async (cells) =>
    cells.map((cell) => ({ ...constructed(cell), steps: SEARCH.budget })),
  );
  await assert.rejects(wasteful, /budget must be at least \d+ steps, got 6000000/);
});

test("a static fleet is tried at every number of containers of every size", async () => {
  const rows = await searched({ ...SEARCH, controller: "static" });
  for (const size of SEARCH.sizes) {
    const train = rows.filter((row) => row.size === size && row.split === "train");
    assert.deepEqual(
      train.map(({ controller }) => controller),
      Array.from({ length: size }, (_, i) => `static:fleetSize=${i + 1}`),
    );
    assert.equal(new Set(train.map(({ runs }) => runs)).size, 1);
  }
});

test("the same seed draws the same trials, whatever the largest step; another seed others", async () => {
  const texts = async (search: Search) =>
    trialsOf(await searched(search)).all.map(({ controller }) => controller);
  const first = await texts(SEARCH);
  assert.deepEqual(await texts({ ...SEARCH, largestStep: "N" }), first);
  assert.notDeepEqual(await texts({ ...SEARCH, seed: 4 }), first);
});

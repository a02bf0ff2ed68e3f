import assert from "node:assert/strict";
import { test } from "node:test";
import {
  costDraws,
  drawnDifferences,
  drawnInterval,
  drawnPValue,
  fleetAtLevel,
  fleetDraws,
  gapShares,
  hindsight,
  leastRate,
  methodDraws,
  mixAtLevel,
  type ReadingScale,
  runDraws,
  type SettingCounts,
  settingMeans,
  workloadRates,
} from "../../lib/evaluation/index.js";
import { RandomStream } from "../../lib/random/index.js";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} isn't ${expected}`);

/** Two workloads of two runs, ten containers, 100 s: a whole fleet has 1,000 container-seconds a run. */
const SCALE: ReadingScale = { size: 10, time: 100, workloads: 2, runs: 2 };
const SETTING: SettingCounts = {
  requests: [100, 300, 1000, 1000],
  violations: [10, 10, 0, 20],
  containerSeconds: [500, 700, 800, 1000],
};

test("a setting's rate is each workload's own, over all its runs, and workloads weigh the same", () => {
  // First workload: 20 of 400 = .05; second: 20 of 2,000 = .01; mean .03. Not 40 of 2,400.
  const means = settingMeans(SETTING, SCALE);
  near(means.violationRate, 0.03);
  near(means.fleetShare, 3000 / 4000);
  near(means.violationDensity, 40 / 4000);
  assert.deepEqual(workloadRates(SETTING, SCALE), [0.05, 0.01]);
});

test("runs count as often as a resample drew them", () => {
  // First workload: its second run twice, 10 of 300; second workload: both once.
  const drawn = { weights: [9, 0, 2, 1, 1], offset: 1 };
  const means = settingMeans(SETTING, SCALE, drawn);
  near(means.violationRate, (10 / 300 + 0.01) / 2);
  near(means.fleetShare, (2 * 700 + 800 + 1000) / 4000);
});

test("counts that aren't those of every run are refused", () => {
  assert.throws(
    () => settingMeans({ ...SETTING, violations: [1, 2] }, SCALE),
    /violations must hold 2 x 2 runs of workloads, got 2 entries/,
  );
});

test("the fleet at a level is read off the lower convex hull, worked by hand", () => {
  // Hull: (0, .9), (.01, .6), (.05, .4); (.03, .55) lies above its second edge.
  const points = { violationRate: [0.05, 0, 0.03, 0.01], fleetShare: [0.4, 0.9, 0.55, 0.6] };
  near(fleetAtLevel(points, 0.003), 0.9 - 0.3 * 0.3);
  near(fleetAtLevel(points, 0.01), 0.6);
  near(fleetAtLevel(points, 0.03), 0.5);
  near(fleetAtLevel(points, 0.2), 0.4);
  assert.deepEqual(mixAtLevel(points, 0.01), { first: 3, second: 3, share: 0 });
  assert.equal(mixAtLevel(points, 0.03)?.first, 3);
  assert.equal(mixAtLevel(points, 0.03)?.second, 0);
  near(mixAtLevel(points, 0.03)?.share as number, 0.5);
});

test("a setting that is worse in both ways changes nothing, and a level below all settings isn't reached", () => {
  const points = { violationRate: [0.02, 0.04, 0.03], fleetShare: [0.7, 0.5, 0.9] };
  near(fleetAtLevel(points, 0.03), 0.6);
  assert.equal(fleetAtLevel(points, 0.01), Number.POSITIVE_INFINITY);
  assert.equal(mixAtLevel(points, 0.01), undefined);
  assert.equal(leastRate(points), 0.02);
});

test("the reading is that of the hull as the monotone chain builds it", () => {
  const random = RandomStream.of(3, "hull");
  for (let trial = 0; trial < 200; trial++) {
    const points = Array.from({ length: 1 + random.integer(8) }, () => [
      random.uniform() * 0.1,
      random.uniform(),
    ]);
    const level = random.uniform() * 0.1;
    const hull: number[][] = [];
    for (const point of [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const turnsRight = () => {
        const [p, q] = hull.slice(-2);
        return (q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0]) <= 0;
      };
      while (hull.length >= 2 && turnsRight()) hull.pop();
      hull.push(point);
    }
    let expected = Number.POSITIVE_INFINITY;
    for (const [i, [rate, fleet]] of hull.entries()) {
      if (rate <= level) expected = Math.min(expected, fleet);
      const next = hull[i + 1];
      if (next !== undefined && rate <= level && next[0] > level)
        expected = Math.min(expected, fleet + ((level - rate) / (next[0] - rate)) * (next[1] - fleet));
    }
    const read = fleetAtLevel(
      { violationRate: points.map(([rate]) => rate), fleetShare: points.map(([, fleet]) => fleet) },
      level,
    );
    assert.ok(read === expected || Math.abs(read - expected) < 1e-12, `${read} isn't ${expected}`);
  }
});

test("resamples draw within workloads, the first is the sample itself, and a seed gives the same ones", () => {
  const scale = { ...SCALE, workloads: 3, runs: 7 };
  const draws = runDraws(scale, { resamples: 50, seed: 4 });
  assert.equal(draws.draws, 51);
  assert.ok(draws.weights.subarray(0, 21).every((weight) => weight === 1));
  for (let group = 0; group < 51 * 3; group++) {
    const drawn = draws.weights.subarray(group * 7, group * 7 + 7);
    assert.equal(
      drawn.reduce((sum, weight) => sum + weight, 0),
      7,
    );
  }
  assert.deepEqual(runDraws(scale, { resamples: 50, seed: 4 }).weights, draws.weights);
  assert.notDeepEqual(runDraws(scale, { resamples: 50, seed: 5 }).weights, draws.weights);
});

test("the hull is redrawn in each resample: the interval of a mix covers what one of fixed weights doesn't", () => {
  // One workload, two runs that differ in violations: .00 or .02 for the careful setting, .02 or .06 for the sparing one.
  const scale = { size: 10, time: 100, workloads: 1, runs: 2 };
  const careful = { requests: [100, 100], violations: [0, 2], containerSeconds: [800, 800] };
  const sparing = { requests: [100, 100], violations: [2, 6], containerSeconds: [400, 400] };
  const method = methodDraws(
    { replicas: [[careful, sparing]] },
    runDraws(scale, { resamples: 400, seed: 1 }),
  );
  const fleet = fleetDraws(method, 0.02);
  // The sample: (.01, .8) and (.04, .4) give .8 - .4/3. Draws of one run twice: (0, .8), (.02, .4) gives .4; (.02, .8), (.06, .4) gives .8.
  near(fleet[0], 0.8 - 0.4 / 3);
  const seen = [...new Set([...fleet].map((value) => value.toFixed(6)))].sort();
  assert.deepEqual(seen, ["0.400000", "0.666667", "0.800000"]);
  const { estimate, lower, upper } = drawnInterval(fleet);
  near(estimate, fleet[0]);
  near(lower, 0.4);
  near(upper, 0.8);
});

test("two methods on the same draws are compared in pairs: a constant difference has no interval", () => {
  const scale = { size: 10, time: 100, workloads: 2, runs: 2 };
  const more = { ...SETTING, containerSeconds: [600, 800, 900, 1100] };
  const draws = runDraws(scale, { resamples: 300 });
  const level = 0.5;
  const [one, other] = [more, SETTING].map((setting) =>
    fleetDraws(methodDraws({ replicas: [[setting]] }, draws), level),
  );
  const { estimate, lower, upper } = drawnInterval(drawnDifferences(one, other));
  for (const value of [estimate, lower, upper]) near(value, 0.1);
  near(drawnPValue(drawnDifferences(one, other)), 2 / 301);
  assert.equal(drawnPValue(drawnDifferences(one, one)), 1);
});

test("a difference between what is reached and what isn't is infinite, between two that aren't none", () => {
  assert.deepEqual(
    [...drawnDifferences([1, Infinity, Infinity], [Infinity, 1, Infinity])],
    [-Infinity, Infinity, 0],
  );
});

test("cost at a price is that of the price's own setting", () => {
  const draws = runDraws(SCALE, { resamples: 5 });
  const idle = { ...SETTING, violations: [0, 0, 0, 0], containerSeconds: [1000, 1000, 1000, 1000] };
  const method = methodDraws({ replicas: [[SETTING, idle]] }, draws);
  near(costDraws(method, 0, 3)[0], 0.75 + (3 * 40) / 4000);
  near(costDraws(method, 1, 30)[0], 1);
  assert.throws(() => costDraws(method, 2, 1), /setting must be a whole number of at least 0 and at most 1/);
});

test("training runs are resampled, too: means over them, and an interval where each has none", () => {
  const scale = { size: 10, time: 100, workloads: 1, runs: 1 };
  const agent = (fleet: number) => [{ requests: [100], violations: [0], containerSeconds: [1000 * fleet] }];
  const method = methodDraws({ replicas: [agent(0.4), agent(0.6)] }, runDraws(scale, { resamples: 300 }));
  const fleet = fleetDraws(method, 0.01);
  near(fleet[0], 0.5);
  assert.deepEqual([...new Set([...fleet].map((value) => value.toFixed(6)))].sort(), [
    "0.400000",
    "0.500000",
    "0.600000",
  ]);
  assert.throws(() => methodDraws({ replicas: [agent(1), []] }, runDraws(scale)), /1 settings each/);
});

test("hindsight: chosen on one half of the runs, read on the other, worked by hand", () => {
  // Container-seconds and violations of runs 0 .. 3; even runs are 0 and 2, odd ones 1 and 3.
  const known: Record<string, [number[], number[]]> = {
    sparing: [
      [10, 20, 10, 20],
      [4, 0, 4, 0],
    ],
    careful: [
      [30, 30, 30, 30],
      [0, 0, 0, 0],
    ],
    middling: [
      [16, 24, 16, 24],
      [1, 1, 1, 1],
    ],
  };
  const measured: string[] = [];
  const race = {
    ...{ configurations: Object.keys(known), runs: 4, screened: 1, kept: 3, prices: [1, 3, 100] },
    measure(configuration: string, run: number) {
      measured.push(`${configuration} ${run}`);
      const [seconds, violations] = known[configuration];
      return { requests: 10, violations: violations[run], containerSeconds: seconds[run] };
    },
  };
  const [atOne, atThree, atHundred] = hindsight(race);
  // Even runs, price 1: 14, 30, 17 a run; price 3: 22, 30, 19; price 100: 410, 30, 116. Odd runs: sparing is cheapest at every price.
  assert.deepEqual(atOne.chosen, ["sparing", "sparing"]);
  assert.deepEqual(atThree.chosen, ["middling", "sparing"]);
  assert.deepEqual(atHundred.chosen, ["careful", "sparing"]);
  // Even runs are read under what the odd ones chose.
  assert.deepEqual(
    atThree.counts.map(({ containerSeconds }) => containerSeconds),
    [10, 24, 10, 24],
  );
  assert.equal(new Set(measured).size, measured.length);
});

test("hindsight drops configurations on the half's own first runs, the cheapest at each price in turn", () => {
  const costs: Record<string, number[]> = { a: [1, 9, 9, 9], b: [2, 1, 1, 9], c: [3, 9, 0, 9] };
  const measured = new Set<string>();
  const choose = (kept: number) =>
    hindsight({
      ...{ configurations: ["a", "b", "c"], runs: 4, screened: 1, kept, prices: [1] },
      measure(configuration, run) {
        measured.add(`${kept} ${configuration} ${run}`);
        return { requests: 1, violations: 0, containerSeconds: costs[configuration][run] };
      },
    })[0].chosen;
  // The even half screens on run 0: a before b before c. c would be cheapest over runs 0 and 2, but is dropped.
  assert.deepEqual(choose(2), ["b", "b"]);
  assert.ok(!measured.has("2 c 2"));
  assert.deepEqual(choose(3), ["b", "b"]);
  assert.deepEqual(choose(1), ["a", "b"]);
  assert.throws(() => choose(0), /kept must be a whole number of at least 1, got 0/);
});

test("the share of the gap: 0 as the rule, 1 as hindsight, none where there is no gap", () => {
  const shares = gapShares({
    method: [0.8, 0.6, 0.7, 0.9, 0.7, Infinity],
    rule: [0.8, 0.8, 0.8, 0.8, 0.6, 0.8],
    best: [0.6, 0.6, 0.6, 0.6, 0.6, 0.6],
  });
  near(shares[0], 0);
  near(shares[1], 1);
  near(shares[2], 0.5);
  near(shares[3], -0.5);
  assert.ok(Number.isNaN(shares[4]));
  assert.equal(shares[5], -Infinity);
});

test("one run and no further training run can't be resampled: what is read off them has no interval and no p-value", () => {
  const scale = { size: 10, time: 100, workloads: 2, runs: 1 };
  const draws = runDraws(scale, { resamples: 50 });
  const counts = (seconds: number) => [
    { requests: [9, 9], violations: [0, 0], containerSeconds: [seconds, seconds] },
  ];
  const fleet = (...seconds: number[]) =>
    fleetDraws(methodDraws({ replicas: seconds.map(counts) }, draws), 0.01);
  const none = { lower: Number.NaN, upper: Number.NaN };
  assert.deepEqual(drawnInterval(fleet(500)), { estimate: 0.5, ...none });
  const differences = drawnDifferences(fleet(500), fleet(300, 500));
  near(drawnInterval(differences).estimate, 0.1);
  assert.equal(drawnInterval(differences).lower, Number.NaN);
  assert.equal(drawnPValue(differences), Number.NaN);
  const shares = gapShares({ method: fleet(400), rule: fleet(500), best: fleet(300, 300) });
  assert.equal(shares.length, 1);
  near(shares[0], 0.5);
  const { lower, upper } = drawnInterval(fleet(300, 500));
  assert.ok(lower < 0.4 && upper > 0.4, "two training runs are resampled");
});

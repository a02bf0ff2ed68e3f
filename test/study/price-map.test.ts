import assert from "node:assert/strict";
import { test } from "node:test";
import { mapCosts } from "../../lib/study/price-map/costs.js";
import { priceMapTable } from "../../lib/study/price-map/price-map-table.js";
import { cheapestSetting } from "../../lib/study/price-map/settings.js";

const fleet = (size: number) => `static+least-connections:fleetSize=${size}`;
const [SMALL, LARGE] = ["staffing+least-connections:beta=0", "staffing+least-connections:beta=1"];

/** Two runs of a workload of 100 s each, N = 15: the whole fleet has 1500 container-seconds a run. */
function madeUp() {
  const settings: Record<string, string>[] = [];
  const runs: Record<string, string>[] = [];
  const add = (largest_step: string, controller: string, seconds: number, violations: number) => {
    const which = { time_scale: "10", largest_step, controller };
    const share = (value: number) => String(value / 1500);
    settings.push({ ...which, fleet_share: share(seconds), violation_density: share(violations) });
    const twice = (value: number) => `${value};${value}`;
    runs.push({
      ...{ ...which, workload: "ladder-constant-0.7", time: "100", requests: twice(1000) },
      ...{ violations: twice(violations), container_seconds: twice(seconds) },
    });
  };
  for (let size = 1; size <= 15; size++)
    add("N", fleet(size), 100 * size, size === 15 ? 0 : 400 * (15 - size));
  add("1", SMALL, 900, 60);
  add("1", LARGE, 1200, 10);
  const rows = (file: string) => (file === "price-map/settings.csv" ? settings : runs);
  return { rows, json: () => undefined };
}

test("the cheapest setting is that of the least fleet plus price times violations, of equals the first", () => {
  const settings = [
    { controller: "a", fleet_share: 0.5, violation_density: 0.1 },
    { controller: "b", fleet_share: 0.6, violation_density: 0 },
  ];
  assert.deepEqual(
    [0.5, 1, 2].map((price) => cheapestSetting(settings, price)),
    ["a", "a", "b"],
  );
  assert.throws(() => cheapestSetting([], 1), /RangeError: settings must hold one/);
});

test("the map by hand: costs, savings, and the price from which on the whole fleet is cheapest", () => {
  const costs = mapCosts(madeUp()).get(10);
  assert.ok(costs !== undefined);
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);
  assert.deepEqual(costs.steps, ["1"]);
  // A container less saves 100 and misses 400: worth it below a price of 1/4.
  assert.deepEqual([costs.chosen("static", 0.1), costs.chosen("static", 0.3)], [fleet(1), fleet(15)]);
  near(costs.wholeFleetFrom, 0.25);
  // Staffing: 600 saved for 60, and 300 for 10; the second is the cheaper one from a price of 6 on.
  assert.deepEqual([costs.chosen("1", 3), costs.chosen("1", 10)], [SMALL, LARGE]);
  // At .1 a single container is cheaper still; at 30 staffing saves 300 for 10 violations: nothing.
  assert.deepEqual(costs.paysAt("1"), [0.3, 10]);
  assert.equal(costs.paysAt("N"), undefined);
  near(costs.cost("1", 3).estimate, (900 + 180) / 1500);
  near(costs.saving("1", "static", 10).estimate, (1500 - 1300) / 1500);
  near(costs.staticCost(14, 1), (1400 + 400) / 1500);
});

test("the table has a line for fixed fleets and one a largest step", () => {
  const [fixed, one, ...others] = priceMapTable.rows(madeUp());
  assert.equal(others.length, 0);
  assert.deepEqual([fixed.step, fixed["price-1"], fixed.pays], ["static", "15", ""]);
  assert.deepEqual([one.step, one.pays], ["1", "0.3 to 10"]);
});

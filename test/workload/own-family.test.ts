import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  measuringSeeds,
  type OwnFamilyDefinition,
  ownFamily,
  workloadByName,
  workloadSources,
} from "../../lib/workload/index.js";

const request = { seed: 7, capacity: 100, slots: 4, slotLength: 1, timeScale: 10 };

test("a family of one's own is a workload by name, with parameters behind it", () => {
  const family = ownFamily({
    name: "slope",
    parameters: { level: { default: 0.2, minimum: 0, maximum: 1 }, rise: 0.001 },
    rates:
      ({ level, rise }) =>
      (time) =>
        level + rise * time,
  });
  const load = workloadByName("slope:level=0.3");
  assert.deepEqual([load.name, load.family, load.split], ["slope:level=0.3", "slope", "own"]);
  assert.deepEqual(load.parameters, { level: 0.3, rise: 0.001, cap: 0.95 });
  // Slots of 1 s are 10 s before the time scale: their middles are 5, 15, 25 and 35 s.
  assert.deepEqual(
    [...load.trace(request)].map((rate) => Number(rate.toFixed(9))),
    [30.5, 31.5, 32.5, 33.5],
  );
  assert.deepEqual([...workloadByName("slope:level=0.9:rise=1").trace(request)], [95, 95, 95, 95]);
  assert.ok(workloadByName("slope:level=0.9:rise=1:cap=2").trace(request)[3] === 200);
  assert.equal(workloadByName("slope:level=0.3-x2").trace(request)[0], 61);
  assert.deepEqual(workloadSources(["slope:level=0.3", "constant-0.5"]), [
    { name: "slope", hash: family.hash },
  ]);
  assert.throws(
    () => workloadByName("slope:leve=0.3"),
    /^InputError: workload "slope:leve=0\.3": unknown parameter "leve"/,
  );
  assert.throws(() => workloadByName("slop"), /no workload is called "slop"/);
});

test("training, tuning and evaluation take it, each with seeds of its own", () => {
  ownFamily({ name: "flat", rates: () => () => 0.5 });
  for (const [purpose, seed, other] of [
    ["training", 5, 100_000],
    ["tuning", 100_000, 200_000],
  ] as const) {
    const load = workloadByName("flat", { purpose });
    assert.equal(load.trace({ ...request, seed })[0], 50);
    assert.throws(() => load.trace({ ...request, seed: other }), /seed must be between/);
  }
  assert.deepEqual(measuringSeeds(workloadByName("flat"), 1), [200_000]);
});

test("chance comes from the run's seed, and a state lives for one run", () => {
  ownFamily({
    name: "walk",
    rates: (_, random) => {
      let level = 0.5;
      return () => {
        level = Math.min(Math.max(level + 0.05 * random.normal(), 0), 0.9);
        return level;
      };
    },
  });
  const load = workloadByName("walk");
  const [one, again, other] = [1, 1, 2].map((seed) => load.trace({ ...request, seed, slots: 50 }));
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
  // A shorter trace is the beginning of a longer one.
  assert.deepEqual(load.trace({ ...request, seed: 1, slots: 20 }), one.subarray(0, 20));
});

test("what is no family is refused in a line", () => {
  const limit = 3;
  const define = (name: string, rates: unknown, parameters?: unknown) => () =>
    ownFamily({ name, rates, parameters } as OwnFamilyDefinition);
  const gives = (rate: string) => new Function(`return () => () => (${rate})`)();
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [define("constant-0.5", gives("1")), /this name is taken/],
    [define("trace", gives("1")), /this name is taken/],
    [define("No", gives("1")), /a workload family's name has small letters/],
    [define("text", "0.5"), /its rates must be a function of its parameters, got string/],
    [define("value", () => 0.5), /its rates must give a function of time/],
    [define("minus", gives("-0.1")), /gives rate -0\.1 at 0\.5 s of a run/],
    [define("nan", gives("0 / 0")), /gives rate NaN/],
    [
      define("late", () => (time: number) => (time > 100 ? Number.POSITIVE_INFINITY : 0)),
      /gives rate Infinity at 100\.5 s/,
    ],
    [define("outer", () => () => limit), /the function uses limit from outside/],
    [
      define("fails", () => (time: { x: { y: number } }) => time.x.y),
      /fails at 0\.5 s of a run \(Cannot read/,
    ],
    [define("odd", gives("1"), { level: { default: 2, maximum: 1 } }), /its default lies beyond its limits/],
  ];
  for (const [act, message] of cases)
    assert.throws(act, (error: Error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return true;
    });
});

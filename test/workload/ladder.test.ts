import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  cappedWorkload,
  constant,
  cutShare,
  DRAWN_PATTERNS,
  DRAWN_RANGES,
  type DrawnRange,
  drawnWorkload,
  HELD_OUT_FAMILIES,
  ladderCap,
  ladderWorkloadNames,
  SPLIT_SEEDS,
  type TraceRequest,
  trainingPool,
  uncappedLadderWorkload,
  type Workload,
  workloadByName,
  workloadNames,
} from "../../lib/workload/index.js";

const request: TraceRequest = { seed: 1, capacity: 120, slots: 330, slotLength: 1, timeScale: 10 };
const drawn = Array.from({ length: 600 }, (_, index) => drawnWorkload(index));
const named = workloadNames().map((name) => workloadByName(name));
const familiesOf = (workloads: readonly Workload[]) => new Set(workloads.map(({ family }) => family));
const ladder = (split: "dev" | "test") =>
  ladderWorkloadNames(split).map((name) => uncappedLadderWorkload(name));

describe("a capped workload", () => {
  const waves = workloadByName("log-ou-1-300");

  it("has the rates of the uncapped one where they lie below the cap, else the cap", () => {
    const capped = cappedWorkload(waves, 0.4);
    const [rates, before] = [capped.trace(request), waves.trace(request)];
    assert.ok(before.some((rate) => rate > 48) && before.some((rate) => rate < 48));
    rates.forEach((rate, k) => void assert.equal(rate, before[k] > 48 ? 48 : before[k]));
    assert.equal(capped.uncapped, waves);
  });

  it("keeps a lower cap of its own", () => {
    assert.equal(cappedWorkload(constant({ cap: 0.3 }), 0.8).parameters.cap, 0.3);
    assert.equal(cappedWorkload(constant({ cap: 0.9 }), 0.8).parameters.cap, 0.8);
  });

  it("says which share of requests the cap cuts: 4 of 10 + 5 are a share of 4 / 15", () => {
    const steps: Workload = {
      ...waves,
      trace: () => Float64Array.of(10, 5),
    };
    assert.equal(cutShare(cappedWorkload(steps, 0.6), { ...request, capacity: 10, slots: 2 }), 1 - 11 / 15);
    assert.equal(cutShare(cappedWorkload(constant({ level: 0 }), 0.6), request), 0);
  });

  it("refuses a cap that isn't positive", () => {
    assert.throws(() => cappedWorkload(waves, 0), /cap must be/);
  });
});

describe("named workloads of the ladder", () => {
  it("have the parameters and traces of today's, but for name and cap", () => {
    for (const name of [...ladderWorkloadNames("dev"), ...ladderWorkloadNames("test")]) {
      const workload = uncappedLadderWorkload(name);
      const today = workloadByName(name.replace("ladder-", ""));
      assert.deepEqual(
        { ...workload.parameters, cap: 0, split: workload.split, family: workload.family },
        { ...today.parameters, cap: 0, split: today.split, family: today.family },
      );
      assert.equal(workload.name, name);
      const cap = today.parameters.cap as number;
      assert.deepEqual(cappedWorkload(workload, cap).trace(request), today.trace(request));
    }
  });

  it("share no name with today's", () => {
    const names = new Set(workloadNames());
    for (const split of ["dev", "test"] as const)
      for (const name of ladderWorkloadNames(split)) assert.ok(!names.has(name));
  });

  it("are at least ten in test, over all families, and the write-up's traffic is in each split", () => {
    const test = ladder("test");
    assert.ok(test.length >= 10);
    assert.deepEqual(familiesOf(test), familiesOf(named));
    for (const split of [test, ladder("dev"), drawn]) assert.ok(familiesOf(split).has("writeup"));
  });

  it("hold two whole families out of train and dev", () => {
    assert.equal(HELD_OUT_FAMILIES.length, 2);
    for (const family of HELD_OUT_FAMILIES) {
      assert.ok(familiesOf(ladder("test")).has(family));
      assert.ok(!familiesOf(ladder("dev")).has(family));
      assert.ok(!familiesOf(drawn).has(family));
    }
  });

  it("are locked for tuning and training: no test workload, and dev with its own seeds only", () => {
    const [test] = ladderWorkloadNames("test");
    const [dev] = ladderWorkloadNames("dev");
    for (const purpose of ["tuning", "training"] as const) {
      assert.throws(() => uncappedLadderWorkload(test, { purpose }), /test split, which is locked/);
      const workload = cappedWorkload(uncappedLadderWorkload(dev, { purpose }), 0.9);
      assert.throws(() => workload.trace({ ...request, seed: SPLIT_SEEDS.test[0] }), RangeError);
      assert.throws(() => workload.trace({ ...request, seed: 1 }), RangeError);
      assert.equal(workload.trace({ ...request, seed: SPLIT_SEEDS.dev[0] }).length, 330);
    }
    assert.throws(
      () => uncappedLadderWorkload("constant-0.6"),
      /the ladder has no workload "constant-0.6"; known: ladder-/,
    );
    assert.throws(() => ladderWorkloadNames("train" as never), RangeError);
  });
});

describe("drawn workloads", () => {
  it("are functions of the index", () => {
    for (const index of [0, 5, 77]) {
      assert.deepEqual(drawnWorkload(index).parameters, drawn[index].parameters);
      assert.deepEqual(drawnWorkload(index).trace(request), drawn[index].trace(request));
    }
    const whole = drawn.filter(({ family }) => family !== "writeup");
    assert.equal(new Set(whole.map(({ parameters }) => JSON.stringify(parameters))).size, whole.length);
  });

  it("take train seeds only, and belong to train", () => {
    for (const workload of drawn.slice(0, 6)) {
      assert.equal(workload.split, "train");
      for (const split of ["dev", "test"] as const)
        assert.throws(() => workload.trace({ ...request, seed: SPLIT_SEEDS[split][0] }), RangeError);
    }
  });

  it("never have the parameters of a named workload, not even within 5 %", () => {
    const near = (a: Workload, b: Workload) =>
      a.family === b.family &&
      Object.keys(b.parameters).every(
        (key) =>
          key === "cap" ||
          key === "nodeCapacity" ||
          a.parameters[key] === b.parameters[key] ||
          Math.abs(Number(a.parameters[key]) / Number(b.parameters[key]) - 1) <= 0.05,
      );
    for (const workload of drawn)
      for (const other of named) assert.ok(!near(workload, other), `${workload.name} is ${other.name}`);
    // Of 600 draws some would be, were they not drawn again: a named constant's neighbourhood has 6 % of the range.
    assert.ok(near(constant({ level: 0.61 }), workloadByName("constant-0.6")));
  });

  it("have every family once in each block of six, in orders that differ", () => {
    const orders = new Set<string>();
    for (let block = 0; block < 100; block++) {
      const families = drawn.slice(6 * block, 6 * block + 6).map(({ family }) => family);
      assert.equal(new Set(families).size, 6);
      orders.add(families.join());
    }
    assert.ok(orders.size > 80);
  });

  it("are drawn from ranges wider than the named workloads', times log-uniformly", () => {
    for (const [family, ranges] of Object.entries(DRAWN_RANGES)) {
      for (const [key, range] of Object.entries<DrawnRange>(ranges)) {
        const values = (workloads: readonly Workload[]) =>
          workloads
            .filter((workload) => workload.family === family)
            .map(({ parameters: { [key]: value, ...others } }) =>
              Number(key === "dutyCycle" ? Number(others.duration) / Number(others.period) : value),
            );
        const [low, high] = [Math.min(...values(named)), Math.max(...values(named))];
        assert.ok(range.low < low && range.high > high - 1e-9, `${family} ${key}`);
        const mine = values(drawn);
        assert.ok(Math.min(...mine) < low && Math.max(...mine) > high, `${family} ${key}`);
        assert.equal(
          ["period", "tau", "dwell"].includes(key),
          range.scale === "log" && !["base", "factor"].includes(key),
        );
        // The middle of the range, on its scale, is the median of 100 draws: within 4 of its standard errors.
        const middle =
          range.scale === "log" ? Math.sqrt(range.low * range.high) : (range.low + range.high) / 2;
        const below = mine.filter((value) => value < middle).length;
        assert.ok(
          Math.abs(below - mine.length / 2) <= 2 * Math.sqrt(mine.length),
          `${family} ${key}: ${below}`,
        );
      }
    }
  });

  it("bring mean loads from a tenth of capacity to its whole", () => {
    const means = drawn.map((workload) => {
      const trace = workload.trace({ ...request, capacity: 1 });
      return trace.reduce((sum, rate) => sum + rate, 0) / trace.length;
    });
    for (let tenth = 1; tenth < 10; tenth++)
      assert.ok(
        means.some((mean) => Math.floor(mean * 10) === tenth),
        `no mean load in ${tenth / 10}`,
      );
  });

  it("have the write-up's training patterns but those of named workloads", () => {
    const patterns = new Set<string | number>(
      drawn.filter(({ family }) => family === "writeup").map(({ parameters }) => parameters.patterns),
    );
    assert.deepEqual(patterns, new Set<string | number>(DRAWN_PATTERNS));
    for (const { parameters } of named) assert.ok(!patterns.has(parameters.patterns));
  });
});

describe("the workloads that training draws from", () => {
  const fleet = { size: 10, nodeCapacity: 8 };

  it("are the ladder's drawn ones, cut off at what the fleet serves", () => {
    const pool = trainingPool("ladder-train", fleet);
    assert.equal(pool.count, 6000);
    const cap = ladderCap(10);
    for (let index = 0; index < 60; index++) {
      const own = pool.workload(index);
      const uncapped = drawnWorkload(index, { nodeCapacity: 8 }).trace(request);
      assert.equal(own.name, `train-${index}`);
      assert.deepEqual(
        own.trace(request),
        uncapped.map((rate) => Math.min(rate, cap * request.capacity)),
      );
    }
    assert.equal(pool.workload(3), pool.workload(3));
    assert.throws(() => pool.workload(6000), /index must be/);
    assert.throws(() => pool.workload(0).trace({ ...request, seed: 100_000 }), /seed must be/);
  });

  it("are one where a workload is named, never of test", () => {
    const pool = trainingPool("constant-0.5", fleet);
    assert.equal(pool.count, 1);
    assert.equal(pool.workload(0).trace(request)[0], 60);
    assert.throws(() => trainingPool("constant-0.6", fleet), /belongs to the test split/);
    assert.throws(() => trainingPool("ladder-trains", fleet), /no workload is called/);
  });
});

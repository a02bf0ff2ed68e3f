import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  diurnal,
  SPLIT_SEEDS,
  splitOfSeed,
  splitSeeds,
  workloadByName,
  workloadFor,
  workloadNames,
  workloadSuite,
} from "../../lib/workload/index.js";

const SPLITS = ["train", "dev", "test"] as const;
const request = { capacity: 200, slots: 10, slotLength: 1, timeScale: 10 };

describe("splits", () => {
  it("divide the seeds without gap or overlap", () => {
    assert.deepEqual([0, 99_999, 100_000, 199_999, 200_000, 2 ** 40].map(splitOfSeed), [
      "train",
      "train",
      "dev",
      "dev",
      "test",
      "test",
    ]);
    for (const split of SPLITS) assert.deepEqual(SPLIT_SEEDS[split].map(splitOfSeed), [split, split]);
  });

  it("hand out consecutive seeds of their own", () => {
    assert.deepEqual(splitSeeds("dev", 3), [100_000, 100_001, 100_002]);
    assert.deepEqual(splitSeeds("test", 2, 5), [200_005, 200_006]);
    assert.throws(() => splitSeeds("train", 2, 99_999), /RangeError: count .* at most 1, got 2/);
    assert.throws(() => splitSeeds("train", 0), /RangeError: count .* 0/);
    assert.throws(() => splitOfSeed(-1), /RangeError: seed .* -1/);
  });

  it("share no name, and no parameters but those of writeup-train and writeup-dev", () => {
    const all = SPLITS.flatMap((split) => workloadSuite({ split, purpose: "evaluation" }));
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    const kinds = all.map(({ family, parameters }) => JSON.stringify({ family, parameters }));
    const twice = all.filter((_, i) => kinds.indexOf(kinds[i]) !== i).map(({ name }) => name);
    assert.deepEqual(twice, ["writeup-dev"]);
  });
});

describe("the test split is locked", () => {
  for (const purpose of ["tuning", "training"] as const) {
    it(`for ${purpose}: no suite, no workload by name, no workload handed over`, () => {
      const locked = (call: () => unknown) =>
        assert.throws(
          call,
          (error: Error) =>
            error instanceof InputError &&
            new RegExp(`test split.* locked for ${purpose}`).test(error.message),
        );
      locked(() => workloadSuite({ split: "test", purpose }));
      for (const name of workloadNames("test")) locked(() => workloadByName(name, { purpose }));
      locked(() => workloadFor(purpose, workloadByName("diurnal-0.8")));
      locked(() => workloadFor(purpose, diurnal({ split: "test" })));
    });

    it(`for ${purpose}: no seeds outside the split of the workload`, () => {
      for (const split of ["train", "dev"] as const)
        for (const workload of workloadSuite({ split, purpose })) {
          const other = split === "train" ? "dev" : "train";
          assert.equal(workload.trace({ ...request, seed: SPLIT_SEEDS[split][1] }).length, 10);
          for (const seed of [SPLIT_SEEDS[other][0], 200_000])
            assert.throws(
              () => workload.trace({ ...request, seed }),
              /RangeError: seed must be between .* got \d+/,
            );
        }
    });
  }

  it("and open for evaluation, with every seed", () => {
    const suite = workloadSuite({ split: "test", purpose: "evaluation" });
    assert.deepEqual(
      suite.map(({ name }) => name),
      workloadNames("test"),
    );
    for (const workload of suite) assert.equal(workload.trace({ ...request, seed: 1 }).length, 10);
  });
});

describe("named workloads", () => {
  it("have the name and split they are listed under", () => {
    for (const split of SPLITS) {
      const names = workloadNames(split);
      assert.ok(names.length >= 8 && names.length <= 13);
      for (const name of names) {
        const workload = workloadByName(name);
        assert.deepEqual([workload.name, workload.split], [name, split]);
      }
    }
    assert.equal(workloadByName("diurnal-0.8").parameters.amplitude, 0.8);
  });

  it("an unknown one is an InputError of one line that lists the known", () => {
    assert.throws(
      () => workloadByName("diurnal-0.9"),
      (error: Error) =>
        error instanceof InputError &&
        /"diurnal-0.9"; known: constant-0.5, .*writeup-crash/.test(error.message) &&
        !error.message.includes("\n"),
    );
    assert.throws(() => workloadByName("toString"), InputError);
  });

  it("pass the capacity of a node to the write-up's traffic", () => {
    assert.equal(workloadByName("writeup-train", { nodeCapacity: 8 }).parameters.nodeCapacity, 8);
    assert.equal(workloadByName("writeup-train").parameters.nodeCapacity, 10);
  });

  it("refuse an unknown split or purpose", () => {
    const wrong = "validation" as "dev";
    assert.throws(() => workloadNames(wrong), /RangeError: split .* "validation"/);
    assert.throws(() => workloadSuite({ split: wrong, purpose: "tuning" }), /RangeError: split/);
    assert.throws(
      () => workloadSuite({ split: "dev", purpose: "fun" as "tuning" }),
      /RangeError: purpose .* "fun"/,
    );
    assert.throws(() => workloadByName("diurnal-0.4", { purpose: "fun" as "tuning" }), /RangeError: purpose/);
  });
});

it("a name with a factor behind it is the workload at that share of its rates, of the same split", () => {
  const request = { capacity: 120, slots: 50, slotLength: 1, timeScale: 10 };
  for (const [name, seed] of [
    ["writeup-train", 7],
    ["log-ou-1-300", 100_007],
  ] as const) {
    const [whole, half] = [name, `${name}-x0.5`].map((one) =>
      workloadByName(one, { purpose: "training", nodeCapacity: 8 }),
    );
    assert.deepEqual([half.name, half.split], [`${name}-x0.5`, whole.split]);
    assert.deepEqual(
      half.trace({ ...request, seed }),
      whole.trace({ ...request, seed }).map((rate) => rate / 2),
    );
    assert.throws(() => half.trace({ ...request, seed: 300_000 }), RangeError);
  }
  assert.throws(() => workloadByName("constant-0.6-x0.5", { purpose: "tuning" }), /locked for tuning/);
  assert.throws(() => workloadByName("tsunami-x0.5"), /no workload is called "tsunami"/);
  assert.throws(() => workloadByName("constant-0.7-x0"), RangeError);
});

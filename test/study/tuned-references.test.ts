import assert from "node:assert/strict";
import { test } from "node:test";
import { openWorkspace } from "../../lib/data/index.js";
import { comparisonPlan } from "../../lib/evaluation/index.js";
import { tunedReferences } from "../../lib/study/index.js";

const { dataDir } = openWorkspace({ budget: "paper" });
const plan = (changes: object) => comparisonPlan({ variants: [{ name: "write-up" }], ...changes });

test("each world gets the tuned rules that it can run, and hindsight", () => {
  const [writeup, sim] = ["writeup", "sim"].map((world) => tunedReferences(dataDir, plan({ world })));
  for (const references of [writeup, sim]) {
    assert.equal(references.length, 3);
    assert.equal(references[2].name, "hindsight");
    assert.ok(references[2].controllers.length > 10);
    for (const { size, controllers } of references) {
      assert.equal(size, 5);
      assert.equal(new Set(controllers).size, controllers.length);
    }
  }
  assert.ok(
    writeup.every(({ controllers }) => !controllers.some((one) => one.includes("least-connections"))),
  );
  assert.ok(sim[1].controllers.every((one) => one.includes("+least-connections")));
});

test("a size that was not tuned has none, and one episode is too few for hindsight", () => {
  assert.deepEqual(
    tunedReferences(dataDir, plan({ sizes: [3, 10] })).map(({ size }) => size),
    [10, 10, 10],
  );
  const names = tunedReferences(dataDir, plan({ evaluation: { runs: 1 } })).map(({ name }) => name);
  assert.ok(names.length === 2 && !names.includes("hindsight"));
});

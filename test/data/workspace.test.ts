import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { type Budget, openWorkspace } from "../../lib/data/index.js";
import { temporaryWorkspace } from "../report/temporary-workspace.js";

test("paper lies at the top, quick budgets under build/", (context) => {
  const { root, dataDir } = temporaryWorkspace(context);
  assert.equal(dataDir, join(root, "data"));
  assert.equal(openWorkspace({ root, budget: "smoke" }).figuresDir, join(root, "build/smoke/figures"));
  assert.throws(() => openWorkspace({ root, budget: "huge" as Budget }), InputError);
});

test("the paper budget measured afresh lies beside the committed results; other budgets can't be fresh", () => {
  const fresh = openWorkspace({ root: "/", budget: "paper", fresh: true });
  assert.equal(fresh.dataDir, "/build/fresh/data");
  assert.equal(fresh.budget, "paper");
  assert.throws(
    () => openWorkspace({ root: "/", budget: "smoke", fresh: true }),
    /for the paper budget, got smoke/,
  );
});

test("the budget comes from FLEETLAB_BUDGET where none is given", (context) => {
  const before = process.env.FLEETLAB_BUDGET;
  context.after(() => {
    if (before === undefined) delete process.env.FLEETLAB_BUDGET;
    else process.env.FLEETLAB_BUDGET = before;
  });
  process.env.FLEETLAB_BUDGET = "reduced";
  assert.equal(openWorkspace({ root: "/" }).budget, "reduced");
  delete process.env.FLEETLAB_BUDGET;
  assert.equal(openWorkspace({ root: "/" }).budget, "paper");
});

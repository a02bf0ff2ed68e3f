import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataReader } from "../../lib/report/data-reader.js";
import { registry } from "../../lib/study/index.js";
import { temporaryWorkspace } from "../report/temporary-workspace.js";
import { writeSyntheticData } from "./synthetic-data.js";

test("the cycle's numbers: every synthetic run has the relay's period, and churn doesn't depend on the delay", (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  mkdirSync(join(workspace.dataDir, "evaluation"));
  writeSyntheticData(workspace.dataDir);
  const value = (id: string) => {
    const number = registry.numbers.find((one) => one.id === id);
    assert.ok(number !== undefined, id);
    return number.value(dataReader(workspace, number));
  };
  assert.equal(value("cycle-runs"), 4);
  assert.equal(value("cycle-periodic"), 4);
  assert.equal(value("cycle-as-predicted"), 4);
  assert.equal(value("cycle-predicted-period"), 6);
  assert.deepEqual(value("cycle-churn-difference"), { estimate: 0, lower: 0, upper: 0 });
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { dataReader } from "../../lib/report/data-reader.js";
import { inputHashes, numberIn } from "../../lib/report/index.js";
import { loadsFigure, temporaryWorkspace } from "./temporary-workspace.js";

test("a missing data file names the command that makes it", (context) => {
  const workspace = temporaryWorkspace(context, "smoke");
  const figure = { ...loadsFigure, inputs: ["none.csv"] };
  assert.throws(() => dataReader(workspace, figure), {
    name: "InputError",
    message: "loads needs build/smoke/data/none.csv, which isn't there: make it with: npx fleetlab evaluate",
  });
});

test("a reader reads declared inputs only", (context) => {
  const reader = dataReader(temporaryWorkspace(context), loadsFigure);
  assert.deepEqual(reader.rows("loads.csv")[1], { load: "0.8", time: "5" });
  assert.throws(() => reader.rows("others.csv"), RangeError);
});

test("a CSV that is cut off or ragged is refused, in one line", (context) => {
  const workspace = temporaryWorkspace(context);
  for (const text of ["load,time\n0.5,2\n0.8,5", "load,time\n0.5\n"]) {
    writeFileSync(join(workspace.dataDir, "loads.csv"), text);
    assert.throws(
      () => dataReader(workspace, loadsFigure).rows("loads.csv"),
      (error) =>
        error instanceof InputError &&
        /data\/loads\.csv/.test(error.message) &&
        !error.message.includes("\n"),
    );
  }
});

test("a cell that isn't a number is refused with its column", () => {
  assert.equal(numberIn({ time: "1e-3" }, "time"), 0.001);
  assert.throws(() => numberIn({ time: "" }, "time"), /column time holds ""/);
  assert.throws(() => numberIn({ time: "1" }, "load"), /no column "load"/);
});

test("the hashes of inputs are those of their bytes; what is gathered and not there yet is left out", (context) => {
  const workspace = temporaryWorkspace(context);
  const sha256 = createHash("sha256")
    .update(readFileSync(join(workspace.dataDir, "loads.csv")))
    .digest("hex");
  assert.deepEqual(inputHashes(workspace, { ...loadsFigure, gathered: ["later.csv"] }), {
    "loads.csv": sha256,
  });
});

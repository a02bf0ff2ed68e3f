import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadConditions, saveConditions } from "../../lib/evaluation/index.js";

test("conditions of steps come back from their file as they were, and a damaged file is refused", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-conditions-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "conditions.csv");
  const steps = [0, 1].map((step) => ({
    step,
    time: step + 1.001,
    lateness: 1e-3,
    observationTime: 2e-3,
    actionDelay: 3e-3,
    routingTime: 4e-4,
    roundingError: 0.001,
    missed: step,
    hostBusy: [0.5, Number.NaN][step],
    hostOverloaded: 0,
    hostStolen: [0.01, Number.NaN][step],
    coldStarts: step,
    coldStartTime: 2.5 * step,
  }));
  saveConditions(file, steps);
  assert.deepEqual(loadConditions(file), steps);
  writeFileSync(file, readFileSync(file, "utf8").replace("1.001", "soon"));
  assert.throws(() => loadConditions(file), /conditions\.csv, line 2, column 2 \(time\)/);
});

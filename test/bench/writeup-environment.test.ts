import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { recordEnvironment } from "../../bench/peers/record-environment.js";

const RECORDING = join(__dirname, "../golden/writeup-environment.json");
/** What bench/peers/check_env.py asks of the port; libraries may round an exponential differently. */
const TOLERANCE = 1e-9;

function compare(actual: unknown, expected: unknown, path: string): number {
  if (typeof expected === "number") {
    assert.ok(Math.abs((actual as number) - expected) <= TOLERANCE, `${path}: ${actual} is not ${expected}`);
    return 1;
  }
  const [now, then] = [actual, expected] as Record<string, unknown>[];
  assert.deepEqual(Object.keys(now), Object.keys(then), path);
  return Object.keys(then).reduce((sum, key) => sum + compare(now[key], then[key], `${path}.${key}`), 0);
}

test("the recording that the port in Python is held against is what the write-up's cluster does", () => {
  const compared = compare(recordEnvironment(), JSON.parse(readFileSync(RECORDING, "utf8")), "recording");
  assert.ok(compared > 10_000);
});

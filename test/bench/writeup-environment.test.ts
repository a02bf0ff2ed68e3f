import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isPeerReady, peerPython, peerScript } from "../../bench/peers/python.js";
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

test("the recording that the ports in Python are held against is what the write-up's cluster does", () => {
  const compared = compare(recordEnvironment(), JSON.parse(readFileSync(RECORDING, "utf8")), "recording");
  assert.ok(compared > 10_000);
});

for (const [name, libraries] of [
  ["jax", ["numpy", "jax"]],
  ["sb3", ["numpy", "gymnasium"]],
] as const)
  test(`the ports for ${libraries.join(" and ")} are the recorded cluster to 1e-9`, (context) => {
    if (!isPeerReady(name)) return context.skip("npm run bench -- --only ppo makes the peer's Python");
    const { status, stdout, stderr } = spawnSync(peerPython(name), [peerScript("check_env.py")], {
      encoding: "utf8",
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
    for (const library of libraries) assert.match(stdout, new RegExp(`^${library}: \\d+ comparisons`, "m"));
  });

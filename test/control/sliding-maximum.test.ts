import assert from "node:assert/strict";
import { test } from "node:test";
import { largestWithin, type SlidingMaximum, withValue } from "../../lib/control/index.js";
import { RandomStream } from "../../lib/random/index.js";

test("the sliding maximum is the largest of the window, for every window, and older series stay as they were", () => {
  const random = RandomStream.of(5, "sliding maximum");
  const values: number[] = [];
  const all: SlidingMaximum[] = [];
  for (let t = 0; t < 400; t++) {
    values.push(random.integer(9));
    all.push(withValue(all.at(-1), values[t], 0.1 * t));
  }
  for (const [t, series] of all.entries())
    for (const steps of [1, 2, 7, 60, 1000]) {
      const recent = values.slice(Math.max(t + 1 - steps, 0), t + 1);
      assert.equal(largestWithin(series, 0.1 * steps), Math.max(...recent), `${steps} steps at ${t}`);
    }
  let entries = 0;
  for (let entry = all.at(-1); entry !== undefined; entry = entry.earlier) entries++;
  assert.ok(entries <= 9);
});

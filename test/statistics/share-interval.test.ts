import assert from "node:assert/strict";
import { test } from "node:test";
import { shareInterval } from "../../lib/statistics/index.js";

test("the score interval of Newcombe's examples", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
  for (const [count, of, lower, upper] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ]) {
    const interval = shareInterval({ count, of });
    assert.equal(interval.estimate, count / of);
    assert.equal(interval.lower.toFixed(4), lower.toFixed(4));
    assert.equal(interval.upper.toFixed(4), upper.toFixed(4));
  }
});

test("all is as far from one as none is from nothing; of no trials nothing is known", () => {
  const [none, all] = [0, 7].map((count) => shareInterval({ count, of: 7 }, 0.9));
  assert.equal(all.upper, 1);
  assert.ok(Math.abs(all.lower - (1 - none.upper)) < 1e-12);
  assert.ok(Number.isNaN(shareInterval({ count: 0, of: 0 }).estimate));
  assert.throws(() => shareInterval({ count: 3, of: 2 }), RangeError);
});

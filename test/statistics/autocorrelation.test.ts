import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import { autocorrelation, dominantPeriod } from "../../lib/statistics/index.js";

describe("autocorrelation", () => {
  it("by hand: 1, -1, 1, -1 has -3/4 at lag 1 and 2/4 at lag 2", () => {
    assert.deepEqual(autocorrelation([1, -1, 1, -1], 2), [-0.75, 0.5]);
  });

  it("is near that of a first-order autoregression, a^k", () => {
    const random = RandomStream.of(1, "autoregression");
    let x = 0;
    const series = Array.from({ length: 200_000 }, () => {
      x = 0.8 * x + random.normal();
      return x;
    });
    for (const [i, value] of autocorrelation(series, 5).entries())
      assert.ok(Math.abs(value - 0.8 ** (i + 1)) < 0.01, `lag ${i + 1}: ${value}`);
  });

  it("finds a sine's period under noise, and none in noise alone", () => {
    const random = RandomStream.of(2, "sine");
    const sine = Array.from({ length: 2000 }, (_, t) => Math.sin((2 * Math.PI * t) / 9) + random.normal());
    assert.equal(dominantPeriod(autocorrelation(sine, 24)), 9);
    const noise = sine.map(() => random.normal());
    assert.ok(Number.isNaN(dominantPeriod(autocorrelation(noise, 24))));
  });

  it("of what never changes is unknown, and has no period", () => {
    const none = autocorrelation([2, 2, 2, 2], 3);
    assert.ok(none.every(Number.isNaN));
    assert.ok(Number.isNaN(dominantPeriod(none)));
  });
});

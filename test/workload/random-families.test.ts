import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import { indexOfDispersion, logOu, mmpp, mmppIndexOfDispersion } from "../../lib/workload/index.js";

const mean = (values: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};
const variance = (values: Float64Array) => {
  const m = mean(values);
  return mean(values.map((value) => (value - m) ** 2));
};
const near = (actual: number, expected: number, share: number) =>
  assert.ok(
    Math.abs(actual - expected) <= share * Math.abs(expected),
    `${actual} is not within ${100 * share} % of ${expected}`,
  );

describe("log-OU: x(t) is stationary with variance sigma^2 and autocorrelation exp(-u / tau)", () => {
  // Slots of tau / 20 have one point each: the trace is the intensity itself, over 20,000 tau.
  const slots = 400_000;
  for (const [sigma, tau] of [
    [0.3, 60],
    [0.6, 300],
    [1, 900],
  ] as const)
    it(`sigma ${sigma}, tau ${tau}`, () => {
      const request = { seed: 3, capacity: 1, slots, slotLength: tau / 200, timeScale: 10 };
      const trace = logOu({ level: 0.5, sigma, tau, cap: 1e9 }).trace(request);
      const x = trace.map((rate) => Math.log(rate / 0.5) + sigma ** 2 / 2);
      // Standard errors: of the mean sigma / 100, of the variance 1 %, of the autocorrelations about 0.01.
      assert.ok(Math.abs(mean(x)) < 0.03 * sigma, `mean ${mean(x)}`);
      near(variance(x), sigma ** 2, 0.03);
      for (const lag of [10, 20, 40]) {
        const product = x.slice(lag).map((value, i) => value * x[i]);
        assert.ok(Math.abs(mean(product) / variance(x) - Math.exp(-lag / 20)) < 0.03, `lag ${lag}`);
      }
      near(mean(trace), 0.5, 0.04);
    });

  it("starts in the stationary distribution", () => {
    const first = Float64Array.from({ length: 20_000 }, (_, seed) =>
      Math.log(
        logOu({ level: 1, sigma: 0.6, cap: 1e9 }).trace({
          seed,
          capacity: 1,
          slots: 1,
          slotLength: 1,
          timeScale: 1,
        })[0],
      ),
    );
    near(mean(first), -0.18, 0.08);
    near(variance(first), 0.36, 0.04);
  });

  it("averages over a slot: the variance of slot means is that of the integrated process", () => {
    const [sigma, tau, length] = [0.6, 300, 600];
    const means = logOu({ level: 1, sigma, tau, cap: 1e9 }).trace({
      seed: 4,
      capacity: 1,
      slots: 60_000,
      slotLength: length,
      timeScale: 1,
    });
    // Cov(lambda(t), lambda(t + u)) = exp(sigma^2 exp(-u / tau)) - 1; Var = (2 / D^2) int (D - u) Cov(u) du.
    const points = 2000;
    let expected = 0;
    for (let i = 0; i < points; i++) {
      const u = ((i + 0.5) * length) / points;
      expected += ((2 * (length - u)) / length / points) * Math.expm1(sigma ** 2 * Math.exp(-u / tau));
    }
    near(variance(means), expected, 0.05);
  });
});

describe("MMPP(2): index of dispersion of counts 1 + b^2 lambda T (1 - (T / 2t)(1 - exp(-2t / T)))", () => {
  const [rate, swing, dwell, timeScale] = [5, 0.8, 2, 10];
  const workload = mmpp({ level: 0.5, swing, dwell: dwell * timeScale, cap: 1e9 });
  /** Poisson counts in windows of the workload's rates. */
  const counts = (window: number, windows: number) => {
    const random = RandomStream.of(5, "counts");
    return workload
      .trace({ seed: 6, capacity: 2 * rate, slots: windows, slotLength: window, timeScale })
      .map((slotRate) => {
        let count = -1;
        for (let t = 0; t < slotRate * window; count++) t += random.exponential();
        return count;
      });
  };
  for (const [window, windows] of [
    [1, 50_000],
    [40, 20_000],
    [400, 5000],
  ] as const)
    it(`in windows of ${window} s`, () => {
      const observed = counts(window, windows);
      near(mean(observed), rate * window, 0.02);
      // Relative standard error of the index, from above: sqrt(2 / windows) and the correlation of short windows.
      near(indexOfDispersion(observed), mmppIndexOfDispersion({ rate, swing, dwell, window }), 0.06);
    });

  it("tends to 1 + b^2 lambda T, is 1 for short windows and for b = 0", () => {
    near(mmppIndexOfDispersion({ rate, swing, dwell }), 1 + 0.64 * 10, 1e-12);
    near(mmppIndexOfDispersion({ rate, swing, dwell, window: 1e6 }), 7.4, 1e-5);
    near(mmppIndexOfDispersion({ rate, swing, dwell, window: 1e-9 }), 1, 1e-6);
    assert.equal(mmppIndexOfDispersion({ rate, swing: 0, dwell }), 1);
  });
});

describe("index of dispersion", () => {
  it("is variance / mean with the unbiased variance", () => {
    assert.equal(indexOfDispersion([1, 2, 3]), 0.5);
    assert.equal(indexOfDispersion([4, 4, 4]), 0);
  });
  it("refuses fewer than two counts and a mean of 0", () => {
    assert.throws(() => indexOfDispersion([1]), /counts .* two windows, got 1/);
    assert.throws(() => indexOfDispersion([0, 0]), /counts .* positive mean, got 0/);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { deriveSeed, RandomStream } from "../../lib/random/index.js";

// Bounds that a good generator misses once in 1,000 tries, from scipy:
// chi2.ppf([.0005, .9995], 99), norm.ppf(.9995), kstwobign.ppf(.999).
const CHI_SQUARE_99: readonly [number, number] = [59.128, 151.934];
const NORMAL = 3.2905;
const KOLMOGOROV = 1.9495;

/** Chi-square of counts in 100 equally likely bins (99 degrees of freedom). */
function chiSquare(count: number, bin: () => number): number {
  const counts = new Float64Array(100);
  for (let n = 0; n < count; n++) counts[bin()]++;
  const expected = count / 100;
  return counts.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0);
}

function assertUniform(statistic: number): void {
  assert.ok(statistic > CHI_SQUARE_99[0] && statistic < CHI_SQUARE_99[1], `chi-square ${statistic}`);
}

/** sqrt(n) times the correlation of n pairs: standard normal where there is none. */
function correlationScore(count: number, pair: (n: number) => readonly [number, number]): number {
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const [x, y] = pair(n);
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  const covariance = sumXY - (sumX * sumY) / count;
  const scale = Math.sqrt((sumXX - sumX ** 2 / count) * (sumYY - sumY ** 2 / count));
  return (Math.sqrt(count) * covariance) / scale;
}

test("the stream is xoroshiro128+ as Blackman and Vigna publish it, its low 32 bits", () => {
  const mask = (1n << 64n) - 1n;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (64n - k))) & mask;
  const stream = RandomStream.of(42, "reference");
  const [high0, low0, high1, low1] = stream.state().map((word) => BigInt(word >>> 0));
  let s0 = (high0 << 32n) | low0;
  let s1 = (high1 << 32n) | low1;
  for (let n = 0; n < 1000; n++) {
    const bits = Number((s0 + s1) & 0xffffffffn);
    assert.equal(stream.uniform(), (bits + 0.5) / 2 ** 32);
    s1 ^= s0;
    s0 = rotate(s0, 24n) ^ s1 ^ ((s1 << 16n) & mask);
    s1 = rotate(s1, 37n);
  }
});

test("uniform variates fill (0, 1) evenly, alone and in pairs", () => {
  const stream = RandomStream.of(1, "uniform");
  assertUniform(chiSquare(200_000, () => Math.floor(100 * stream.uniform())));
  assertUniform(
    chiSquare(200_000, () => 10 * Math.floor(10 * stream.uniform()) + Math.floor(10 * stream.uniform())),
  );
});

test("exponential variates follow 1 - e^-x", () => {
  const stream = RandomStream.of(2, "exponential");
  const count = 100_000;
  const sorted = Float64Array.from({ length: count }, () => stream.exponential()).sort();
  let distance = 0;
  for (let n = 0; n < count; n++) {
    const probability = -Math.expm1(-sorted[n]);
    distance = Math.max(distance, (n + 1) / count - probability, probability - n / count);
  }
  assert.ok(Math.sqrt(count) * distance < KOLMOGOROV, `${Math.sqrt(count) * distance}`);
  assert.ok(sorted[0] > 0 && Number.isFinite(sorted[count - 1]));
});

test("normal variates have the moments of a standard normal, and the two of a pair are unrelated", () => {
  const stream = RandomStream.of(3, "normal");
  const count = 200_000;
  const values = Float64Array.from({ length: count }, () => stream.normal());
  // E Z^k and the variance of Z^k, k = 1 .. 4.
  for (const [power, mean, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ]) {
    const average = values.reduce((sum, value) => sum + value ** power, 0) / count;
    assert.ok(Math.abs(average - mean) < NORMAL * Math.sqrt(variance / count), `moment ${power}: ${average}`);
  }
  const score = correlationScore(count / 2, (n) => [values[2 * n], values[2 * n + 1]]);
  assert.ok(Math.abs(score) < NORMAL, `${score}`);
});

test("integers are whole, below their bound and equally likely", () => {
  const stream = RandomStream.of(4, "integer");
  assertUniform(chiSquare(200_000, () => stream.integer(100)));
  for (let n = 0; n < 1000; n++) assert.equal(stream.integer(1), 0);
});

test("first draws of neighbouring seeds are uniform and unrelated", () => {
  const first = Float64Array.from({ length: 50_000 }, (_, seed) => RandomStream.of(seed, "x").uniform());
  let next = 0;
  assertUniform(chiSquare(first.length, () => Math.floor(100 * first[next++])));
  for (const lag of [1, 2, 256, 1024]) {
    const score = correlationScore(first.length - lag, (seed) => [first[seed], first[seed + lag]]);
    assert.ok(Math.abs(score) < NORMAL, `lag ${lag}: ${score}`);
  }
});

test("substreams of one seed are unrelated, draw by draw and shifted", () => {
  const draws = (...path: (string | number)[]) => {
    const stream = RandomStream.of(9, ...path);
    return Float64Array.from({ length: 100_000 }, () => stream.uniform());
  };
  const base = draws("queue", "arrivals");
  for (const other of [
    draws("queue", "services"),
    draws("queue"),
    draws("arrivals", "queue"),
    draws("queue", "arrivals", 0),
  ])
    for (const lag of [0, 1, 7]) {
      const score = correlationScore(base.length - lag, (n) => [base[n], other[n + lag]]);
      assert.ok(Math.abs(score) < NORMAL, `lag ${lag}: ${score}`);
    }
});

test("a stream depends on its seed and path alone, and numbers and strings in a path differ", () => {
  const first = (seed: number, ...path: (string | number)[]) => RandomStream.of(seed, ...path).uniform();
  assert.equal(first(5, "a", 1), first(5, "a", 1));
  const seeds = [
    deriveSeed(5),
    deriveSeed(5, 1),
    deriveSeed(5, "1"),
    deriveSeed(5, "a", "b"),
    deriveSeed(5, "ab"),
  ];
  seeds.push(deriveSeed(5 + 2 ** 32), deriveSeed(5, "b", "a"), deriveSeed(2 ** 52));
  assert.equal(new Set(seeds).size, seeds.length);
  for (const seed of seeds) assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
});

test("a stream goes on from its saved state, in the middle of a pair of normals too", () => {
  for (const normals of [0, 1, 2]) {
    const stream = RandomStream.of(6, "resume");
    for (let n = 0; n < normals; n++) stream.normal();
    const resumed = RandomStream.fromState(JSON.parse(JSON.stringify(stream.state())));
    for (let n = 0; n < 100; n++) {
      assert.equal(resumed.normal(), stream.normal());
      assert.equal(resumed.uniform(), stream.uniform());
    }
  }
});

test("a senseless seed is refused by name", () => {
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 53])
    assert.throws(() => RandomStream.of(seed), {
      name: "RangeError",
      message: new RegExp(`^seed must .* got ${seed}$`),
    });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { multipleRegression } from "../../lib/statistics/index.js";

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );

test("a plane is found exactly, and its intervals are points", () => {
  const inputs = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [2, 3],
  ];
  const { intercept, slopes, explained } = multipleRegression(
    inputs,
    inputs.map(([x, y]) => 3 + 2 * x - 5 * y),
  );
  for (const [interval, value] of [
    [intercept, 3],
    [slopes[0], 2],
    [slopes[1], -5],
  ] as const)
    for (const end of [interval.estimate, interval.lower, interval.upper]) near(end, value, 1e-7);
  near(explained, 1);
});

test("one input by hand, with the interval of its slope", () => {
  // x = 0 1 2 3, y = 0 1 1 2: slope .6, intercept .1, residuals -.1 .3 -.3 .1, s^2 = .2/2, Sxx = 5; t(.975, 2) = 4.302653
  const { intercept, slopes, explained } = multipleRegression([[0], [1], [2], [3]], [0, 1, 1, 2]);
  near(slopes[0].estimate, 0.6);
  near(intercept.estimate, 0.1);
  near(slopes[0].upper - 0.6, 4.302652729911275 * Math.sqrt(0.1 / 5), 1e-9);
  near(intercept.upper - 0.1, 4.302652729911275 * Math.sqrt(0.1 * (1 / 4 + 1.5 ** 2 / 5)), 1e-9);
  near(explained, 1 - 0.2 / 2);
});

test("Longley's data, to the certified values", () => {
  // NIST StRD, Longley (1967): employment by six economic series; certified to 15 digits, of which single steps here keep eight.
  const data = [
    [83.0, 234289, 2356, 1590, 107608, 1947, 60323],
    [88.5, 259426, 2325, 1456, 108632, 1948, 61122],
    [88.2, 258054, 3682, 1616, 109773, 1949, 60171],
    [89.5, 284599, 3351, 1650, 110929, 1950, 61187],
    [96.2, 328975, 2099, 3099, 112075, 1951, 63221],
    [98.1, 346999, 1932, 3594, 113270, 1952, 63639],
    [99.0, 365385, 1870, 3547, 115094, 1953, 64989],
    [100.0, 363112, 3578, 3350, 116219, 1954, 63761],
    [101.2, 397469, 2904, 3048, 117388, 1955, 66019],
    [104.6, 419180, 2822, 2857, 118734, 1956, 67857],
    [108.4, 442769, 2936, 2798, 120445, 1957, 68169],
    [110.8, 444546, 4681, 2637, 121950, 1958, 66513],
    [112.6, 482704, 3813, 2552, 123366, 1959, 68655],
    [114.2, 502601, 3931, 2514, 125368, 1960, 69564],
    [115.7, 518173, 4806, 2572, 127852, 1961, 69331],
    [116.9, 554894, 4007, 2827, 130081, 1962, 70551],
  ];
  const columns = data[0].slice(0, 6).map((_, j) => data.map((row) => row[j]));
  const middles = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const spans = columns.map((column) => Math.max(...column) - Math.min(...column));
  const { slopes } = multipleRegression(
    data.map((row) => row.slice(0, 6).map((value, j) => (value - middles[j]) / spans[j])),
    data.map((row) => row[6]),
  );
  const certified = [
    15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
    1829.15146461355,
  ];
  for (const [j, value] of certified.entries()) near(slopes[j].estimate / spans[j], value, 1e-7);
});

test("inputs that follow from each other, or rows that don't fit, are refused", () => {
  assert.throws(
    () =>
      multipleRegression(
        [
          [1, 2],
          [2, 4],
          [3, 6],
          [4, 8],
        ],
        [1, 2, 3, 5],
      ),
    /must not follow/,
  );
  assert.throws(() => multipleRegression([[1], [2, 3]], [1, 2]), /rows of one length/);
  assert.throws(() => multipleRegression([[1], [Number.NaN]], [1, 2]), /finite/);
  assert.ok(Number.isNaN(multipleRegression([[0], [1]], [1, 2]).slopes[0].lower));
});

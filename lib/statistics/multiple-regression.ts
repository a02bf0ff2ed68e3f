import { type Interval, requireConfidence } from "./interval.js";
import { studentTQuantile } from "./student-t.js";

/** What a linear regression gives. */
export interface Regression {
  readonly intercept: Interval;
  /** One an input, in their order: how much y grows with one unit of it, the others held. */
  readonly slopes: readonly Interval[];
  /** Share of the variance of y that the line tells. */
  readonly explained: number;
}

/**
 * Ordinary least squares with several inputs: y = b_0 + b_1 x_1 + ... + b_p x_p + error, with Student t intervals of the
 * coefficients,
 *
 *   b = (X'X)^-1 X'y,  s^2 = |y - X b|^2 / (n - p - 1),  b_j +- t s sqrt((X'X)^-1_jj)
 *
 * t the (1 + confidence)/2 quantile at n - p - 1 degrees of freedom. Meant for inputs of like size (standardised ones): X'X is solved as
 * it is. With fewer than p + 2 points there are no intervals: their ends are NaN.
 * @param inputs a row a point, all of one length p.
 * @throws RangeError where rows differ in length or number from values, something isn't finite, or the inputs don't tell the
 * coefficients apart.
 * Source: Draper and Smith, "Applied Regression Analysis" (1998), chapter 5.
 * @example
 * const line = statistics.multipleRegression([[0], [1], [2], [3]], [1, 3, 5, 7]);
 * [line.intercept.estimate, line.slopes[0].estimate, line.explained]; // -> [1, 2, 1]
 */
export function multipleRegression(
  inputs: readonly (readonly number[])[],
  values: readonly number[],
  confidence = 0.95,
): Regression {
  requireConfidence(confidence);
  const [width] = inputs.map((row) => row.length);
  if (width === undefined || inputs.length !== values.length || inputs.some((row) => row.length !== width))
    throw new RangeError(`inputs must be rows of one length, as many as values (${values.length})`);
  if (!values.every(Number.isFinite) || !inputs.every((row) => row.every(Number.isFinite)))
    throw new RangeError("inputs and values must be finite numbers");
  const rows = inputs.map((row) => [1, ...row]);
  const size = width + 1;
  const product = (of: (row: number[], k: number) => number) =>
    rows.reduce((sum, row, k) => sum + of(row, k), 0);
  const inverse = inverted(
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => product((row) => row[i] * row[j])),
    ),
  );
  const moments = Array.from({ length: size }, (_, i) => product((row, k) => row[i] * values[k]));
  const coefficients = inverse.map((row) => row.reduce((sum, value, j) => sum + value * moments[j], 0));
  const residual = product(
    (row, k) => (values[k] - row.reduce((sum, value, j) => sum + value * coefficients[j], 0)) ** 2,
  );
  const freedom = rows.length - size;
  const t = freedom > 0 ? studentTQuantile(confidence, freedom) : Number.NaN;
  const interval = (i: number): Interval => {
    const half = t * Math.sqrt((residual / freedom) * inverse[i][i]);
    return { estimate: coefficients[i], lower: coefficients[i] - half, upper: coefficients[i] + half };
  };
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variation = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return {
    intercept: interval(0),
    slopes: Array.from({ length: width }, (_, i) => interval(i + 1)),
    explained: 1 - residual / variation,
  };
}

/** The inverse of a symmetric matrix, by Gauss and Jordan with pivots. */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < size; i++) {
    let best = i;
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[best][i])) best = k;
    if (!(Math.abs(rows[best][i]) > 1e-12 * Math.max(...matrix[best].map(Math.abs))))
      throw new RangeError("inputs must not follow from each other, or there are too few points");
    [rows[i], rows[best]] = [rows[best], rows[i]];
    const pivot = rows[i][i];
    rows[i] = rows[i].map((value) => value / pivot);
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const factor = rows[k][i];
      if (factor !== 0) rows[k] = rows[k].map((value, j) => value - factor * rows[i][j]);
    }
  }
  return rows.map((row) => row.slice(size));
}

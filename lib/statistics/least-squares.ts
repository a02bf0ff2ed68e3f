import { mean } from "./mean.js";

/** A point of a regression. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line y = intercept + slope x. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/**
 * The line of least squares through points; a slope of NaN where all x are equal.
 *
 * @example
 * statistics.leastSquares([{ x: 0, y: 2 }, { x: 2, y: 1 }]); // -> { intercept: 2, slope: -0.5 }
 */
export function leastSquares(points: readonly Point[]): Line {
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  let products = 0;
  let squares = 0;
  for (const point of points) {
    products += (point.x - x) * (point.y - y);
    squares += (point.x - x) ** 2;
  }
  const slope = products / squares;
  return { intercept: y - slope * x, slope };
}

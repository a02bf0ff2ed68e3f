/** A measured number with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Observations behind it. */
  readonly samples: number;
}

/** Groups left out one after the other. */
const GROUPS = 20;
/** Two-sided 5 % point of the normal distribution. */
const NORMAL = 1.96;

/**
 * `statistic` of all items with its 95 % interval by the jackknife over g = 20 (or fewer) stretches of successive items, so that
 * neighbours may depend on each other: se^2 = (g - 1)/g sum over k of (theta_(k) - mean theta)^2, where theta_(k) leaves stretch
 * k out (Quenouille 1956; Tukey 1958). Without two items there is no interval: NaN.
 */
export function jackknife<T>(items: readonly T[], statistic: (items: readonly T[]) => number): Estimate {
  const value = items.length === 0 ? Number.NaN : statistic(items);
  const groups = Math.min(GROUPS, items.length);
  if (groups < 2) return { value, lower: Number.NaN, upper: Number.NaN, samples: items.length };
  const cut = (k: number) => Math.floor((k * items.length) / groups);
  const without = Array.from({ length: groups }, (_, k) =>
    statistic([...items.slice(0, cut(k)), ...items.slice(cut(k + 1))]),
  );
  const middle = mean(without);
  const variance = ((groups - 1) / groups) * without.reduce((sum, theta) => sum + (theta - middle) ** 2, 0);
  const half = NORMAL * Math.sqrt(variance);
  return { value, lower: value - half, upper: value + half, samples: items.length };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample, n - 1 in the denominator. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Squared coefficient of variation: variance / mean^2; 1 for an exponential distribution. */
export function squaredVariation(values: readonly number[]): number {
  return (deviation(values) / mean(values)) ** 2;
}

/** The order statistic x_(ceil(q n)). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)];
}

/** A point of a regression. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Least squares y = intercept + slope x. */
export function leastSquares(points: readonly Point[]): {
  readonly intercept: number;
  readonly slope: number;
} {
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

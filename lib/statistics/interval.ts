import { requireWithin } from "../check/index.js";

/** An estimate with the ends of its interval, all in the same unit; both ends NaN where there is no interval. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * An estimate that has no interval: both ends are NaN.
 *
 * @example
 * statistics.withoutInterval(2); // -> { estimate: 2, lower: NaN, upper: NaN }
 */
export function withoutInterval(estimate: number): Interval {
  return { estimate, lower: Number.NaN, upper: Number.NaN };
}

/**
 * An increasing function of an estimate and of the ends of its interval.
 *
 * @example
 * statistics.mapInterval({ estimate: 2, lower: 1, upper: 4 }, (seconds) => 1000 * seconds); // -> { estimate: 2000, lower: 1000, upper: 4000 }
 */
export function mapInterval(
  { estimate, lower, upper }: Interval,
  increasing: (value: number) => number,
): Interval {
  return { estimate: increasing(estimate), lower: increasing(lower), upper: increasing(upper) };
}

/** Throws a RangeError unless 0 < confidence < 1. */
export function requireConfidence(confidence: number): void {
  requireWithin("confidence", confidence, Number.MIN_VALUE, 1 - Number.EPSILON / 2);
}

import type { Interval } from "./interval.js";
import { mean, standardDeviation } from "./mean.js";
import { meanInterval } from "./mean-interval.js";
import { signTest } from "./paired.js";
import { requirePairs } from "./score-checks.js";
import { studentTPValue } from "./student-t.js";

/** A mean difference of pairs, its interval, and the p-value of no difference; without these, NaN, from a single pair. */
export interface PairedTTest extends Interval {
  readonly pValue: number;
}

/**
 * Student's t test of pairs: the mean d of the differences x[i] - y[i] with its 95 % interval d +- t s / sqrt(n), s their standard
 * deviation, and the two-sided p-value of t = d sqrt(n) / s at n - 1 degrees of freedom. Interval and test agree: it holds 0 where
 * p > .05. Where all differences are equal there is no s, and p is the sign test's.
 *
 * @throws RangeError unless x and y are equally many finite numbers.
 * Source: Student (1908).
 * @example
 * const { estimate, lower, upper, pValue } = statistics.pairedTTest([3, 5, 7], [2, 3, 4]);
 * [estimate, lower, upper]; // -> [2, -0.484138, 4.484138]
 * pValue; // -> 0.07418
 */
export function pairedTTest(x: readonly number[], y: readonly number[]): PairedTTest {
  requirePairs(x, y);
  const differences = x.map((value, i) => value - y[i]);
  const interval = meanInterval(differences);
  const pairs = differences.length;
  if (pairs < 2) return { ...interval, pValue: Number.NaN };
  const deviation = standardDeviation(differences);
  if (deviation === 0) return { ...interval, pValue: signTest(x, y).pValue };
  return {
    ...interval,
    pValue: studentTPValue((mean(differences) * Math.sqrt(pairs)) / deviation, pairs - 1),
  };
}

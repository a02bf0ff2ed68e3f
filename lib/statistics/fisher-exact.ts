import { requireInteger } from "../check/index.js";

/** So many of so many. */
export interface Count {
  readonly count: number;
  readonly of: number;
}

/**
 * Fisher's exact test of two shares, one-sided: the probability that a share as large as x's or larger falls to x by chance where
 * both have the same, the sum of both counts given: P(X >= x) for X hypergeometric.
 *
 * @throws RangeError unless counts are whole numbers from 0 to their totals, and totals at least 1.
 * Source: Fisher, "The Design of Experiments" (1935).
 * @example
 * statistics.fisherExact({ count: 3, of: 4 }, { count: 1, of: 4 }); // -> 0.242857
 */
export function fisherExact(x: Count, y: Count): number {
  requireCount("x", x);
  requireCount("y", y);
  const sum = x.count + y.count;
  const logTotal = logChoose(x.of + y.of, sum);
  let probability = 0;
  for (let k = x.count; k <= Math.min(x.of, sum); k++)
    if (sum - k <= y.of) probability += Math.exp(logChoose(x.of, k) + logChoose(y.of, sum - k) - logTotal);
  return Math.min(1, probability);
}

/** Throws a RangeError unless `count` is a whole number from 0 to `of`, and `of` at least 1. */
export function requireCount(name: string, { count, of }: Count): void {
  requireInteger(`${name}.of`, of);
  requireInteger(`${name}.count`, count, 0, of);
}

/** log C(n, k). */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

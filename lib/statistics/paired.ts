import { type BootstrapSettings, bootstrapInterval } from "./bootstrap.js";
import type { Interval } from "./interval.js";
import { mean } from "./mean.js";
import { midranks } from "./ranks.js";
import { requirePairs } from "./score-checks.js";

/**
 * The mean of the differences x[i] - y[i] of pairs, with its percentile bootstrap interval over pairs. For runs that met
 * the same requests this is far narrower than a comparison of two independent samples.
 *
 * @throws RangeError unless x and y are equally many finite numbers.
 * @example
 * statistics.pairedDifferenceInterval({ x: [3, 5, 8], y: [2, 4, 6], resamples: 200 }); // -> { estimate: 1.333333, lower: 1, upper: 1.666667 }
 */
export function pairedDifferenceInterval(
  options: BootstrapSettings & { readonly x: readonly number[]; readonly y: readonly number[] },
): Interval {
  const { x, y, ...settings } = options;
  const differences = pairDifferences(x, y);
  return bootstrapInterval<readonly number[]>({ ...settings, scores: differences, statistic: mean });
}

/** Outcome of a sign test. */
export interface SignTest {
  /** Pairs with x > y, with x < y, and with x = y (left out of the test). */
  readonly positive: number;
  readonly negative: number;
  readonly ties: number;
  /** Exact, two-sided. */
  readonly pValue: number;
}

/**
 * The two-sided exact sign test of pairs: with n pairs that differ and k = min(positive, negative),
 * p = min(1, 2 sum_{i<=k} C(n, i) / 2^n). Five pairs cannot reach 0.05 (2/2^5 = 0.0625), six can (0.031).
 *
 * @throws RangeError unless x and y are equally many finite numbers.
 * Source: Dixon and Mood (1946).
 * @example
 * statistics.signTest([2, 3, 4, 5], [1, 1, 1, 5]); // -> { positive: 3, negative: 0, ties: 1, pValue: 0.25 }
 */
export function signTest(x: readonly number[], y: readonly number[]): SignTest {
  const differences = pairDifferences(x, y);
  const positive = differences.filter((difference) => difference > 0).length;
  const negative = differences.filter((difference) => difference < 0).length;
  const n = positive + negative;
  let tail = 0;
  let logBinomial = 0;
  for (let i = 0; i <= Math.min(positive, negative); i++) {
    if (i > 0) logBinomial += Math.log((n - i + 1) / i);
    tail += Math.exp(logBinomial - n * Math.LN2);
  }
  return { positive, negative, ties: x.length - n, pValue: Math.min(1, 2 * tail) };
}

/** Outcome of a Wilcoxon signed-rank test. */
export interface SignedRankTest {
  /** W+: sum of the ranks of |x - y| over pairs with x > y. */
  readonly statistic: number;
  /** Pairs that differ; the others are left out. */
  readonly pairs: number;
  /** Exact, two-sided. */
  readonly pValue: number;
}

/** Most pairs of the exact distribution, whose work grows with their cube. */
const MOST_PAIRS = 1000;

/**
 * The two-sided exact Wilcoxon signed-rank test of pairs. Equal |x - y| share the mean of their ranks; pairs with x = y
 * are left out. Under the null each rank has either sign with probability 1/2, which gives the distribution of W+ by
 * convolution, and p = min(1, 2 min(P(W+ <= w), P(W+ >= w))).
 *
 * @throws RangeError unless x and y are equally many finite numbers, at most 1,000 of them different.
 * Source: Wilcoxon (1945); Pratt and Gibbons, "Concepts of Nonparametric Theory" (1981).
 * @example
 * statistics.wilcoxonSignedRank([2, 3, 5], [1, 1, 1]); // -> { statistic: 6, pairs: 3, pValue: 0.25 }
 */
export function wilcoxonSignedRank(x: readonly number[], y: readonly number[]): SignedRankTest {
  const differences = pairDifferences(x, y).filter((difference) => difference !== 0);
  const pairs = differences.length;
  if (pairs > MOST_PAIRS)
    throw new RangeError(`x must differ from y in at most ${MOST_PAIRS} pairs, got ${pairs}`);
  // Twice the midranks are whole numbers, so that sums of ranks can index an array.
  const ranks = midranks(differences.map(Math.abs)).map((rank) => 2 * rank);
  const observed = ranks.reduce((sum, rank, i) => (differences[i] > 0 ? sum + rank : sum), 0);
  let probabilities = Float64Array.of(1);
  for (const rank of ranks) {
    const wider = new Float64Array(probabilities.length + rank);
    for (const [sum, probability] of probabilities.entries()) {
      wider[sum] += probability / 2;
      wider[sum + rank] += probability / 2;
    }
    probabilities = wider;
  }
  let atMost = 0;
  let atLeast = 0;
  for (const [sum, probability] of probabilities.entries()) {
    if (sum <= observed) atMost += probability;
    if (sum >= observed) atLeast += probability;
  }
  return { statistic: observed / 2, pairs, pValue: Math.min(1, 2 * Math.min(atMost, atLeast)) };
}

function pairDifferences(x: readonly number[], y: readonly number[]): number[] {
  requirePairs(x, y);
  return x.map((value, i) => value - y[i]);
}

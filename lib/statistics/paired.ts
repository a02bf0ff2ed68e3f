import { type BootstrapSettings, bootstrapInterval } from "./bootstrap.js";
import type { Interval } from "./interval.js";
import { mean } from "./mean.js";
import { total } from "./moments.js";
import { normalDensity, normalDistribution } from "./normal.js";
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
  /** Two-sided; exact up to 1,000 pairs. */
  readonly pValue: number;
}

/** Most pairs of the exact distribution, whose work grows with their cube; with more the normal one is as good. */
const MOST_EXACT_PAIRS = 1000;

/**
 * The two-sided Wilcoxon signed-rank test of pairs. Equal |x - y| share the mean of their ranks; pairs with x = y are left out.
 * Under the null each rank r has either sign with probability 1/2. Up to 1,000 pairs that gives the distribution of W+ by
 * convolution, and p = min(1, 2 min(P(W+ <= w), P(W+ >= w))). Beyond them, with d the distance of w from sum(r)/2 in deviations
 * sqrt(sum(r^2))/2, less half a step of W+,
 *
 *   p = 2 (Phi(-d) + phi(d) (d^3 - 3d) k/24),  k = -2 sum(r^4) / sum(r^2)^2
 *
 * which is within a thousandth of the exact one down to p = 1e-3.
 *
 * @throws RangeError unless x and y are equally many finite numbers.
 * Source: Wilcoxon (1945); Pratt and Gibbons, "Concepts of Nonparametric Theory" (1981); many pairs: Fellingham and Stoker (1964).
 * @example
 * statistics.wilcoxonSignedRank([2, 3, 5], [1, 1, 1]); // -> { statistic: 6, pairs: 3, pValue: 0.25 }
 */
export function wilcoxonSignedRank(x: readonly number[], y: readonly number[]): SignedRankTest {
  const differences = pairDifferences(x, y).filter((difference) => difference !== 0);
  // Twice the midranks are whole numbers, so that sums of ranks can index an array.
  const ranks = midranks(differences.map(Math.abs)).map((rank) => 2 * rank);
  const observed = ranks.reduce((sum, rank, i) => (differences[i] > 0 ? sum + rank : sum), 0);
  const pValue =
    ranks.length > MOST_EXACT_PAIRS ? expandedTails(ranks, observed) : exactTails(ranks, observed);
  return { statistic: observed / 2, pairs: ranks.length, pValue: Math.min(1, pValue) };
}

/** 2 min(P(S <= s), P(S >= s)) of S, a sum in which each rank counts with probability 1/2. */
function exactTails(ranks: readonly number[], observed: number): number {
  const probabilities = new Float64Array(1 + total(ranks));
  probabilities[0] = 1;
  let largest = 0;
  for (const rank of ranks) {
    largest += rank;
    // Downwards, so that what a sum is made of hasn't changed yet.
    for (let sum = largest; sum >= 0; sum--)
      probabilities[sum] = probabilities[sum] / 2 + (sum < rank ? 0 : probabilities[sum - rank] / 2);
  }
  let [atMost, atLeast] = [0, 0];
  for (let sum = 0; sum <= observed; sum++) atMost += probabilities[sum];
  for (let sum = observed; sum <= largest; sum++) atLeast += probabilities[sum];
  return 2 * Math.min(atMost, atLeast);
}

/** The same for many ranks, by Edgeworth's expansion to the fourth cumulant. */
function expandedTails(ranks: readonly number[], observed: number): number {
  const squares = total(ranks.map((rank) => rank ** 2));
  const kurtosis = (-2 * total(ranks.map((rank) => rank ** 4))) / squares ** 2;
  const step = ranks.reduce(commonDivisor);
  const distance = (Math.abs(observed - total(ranks) / 2) - step / 2) / (Math.sqrt(squares) / 2);
  if (distance <= 0) return 1;
  const correction = (normalDensity(distance) * (distance ** 3 - 3 * distance) * kurtosis) / 24;
  return 2 * Math.max(0, normalDistribution(-distance) + correction);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function pairDifferences(x: readonly number[], y: readonly number[]): number[] {
  requirePairs(x, y);
  return x.map((value, i) => value - y[i]);
}

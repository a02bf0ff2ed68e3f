import { gammaln, mean, sampleStandardDeviation } from "simple-statistics";
import { requirePositive, requireWithin } from "../check/index.js";
import { type Interval, requireConfidence } from "./bootstrap.js";
import { intervalWithin, type Limits, UNLIMITED } from "./limits.js";
import { requireScores } from "./score-checks.js";

/** How a mean's interval is made. */
export interface MeanIntervalOptions {
  /** Coverage, above 0 and below 1; 0.95 when left out. */
  readonly confidence?: number;
  /** The range the quantity has; without bounds when left out. */
  readonly limits?: Limits;
}

/**
 * The mean m of independent samples (one per seed) with its Student t interval. Without limits: m +- h, h = t s / sqrt(n),
 * where s is the sample standard deviation and t the (1 + confidence)/2 quantile at n - 1 degrees of freedom. With limits the
 * same on a scale g without bounds, by the delta method: g(m) +- g'(m) h taken back by g's inverse, where g is the log odds of
 * the way between two limits, or the logarithm of the distance from one. The interval then never leaves the limits and is
 * longer on the side away from the near one.
 *
 * Why so (test/evaluation/mean-interval.test.ts, 3 and 10 samples of skewed, flat and two-humped quantities): it covers the mean
 * as often as Student's or more often, up to 6 points, where that one leaves the range; a percentile bootstrap of three samples
 * covers in 60 to 75 % of cases. No interval from three samples covers well where a seed in three ends somewhere else.
 *
 * @throws RangeError when there are fewer than 2 samples, one isn't finite or within the limits, or `confidence` isn't between 0
 * and 1.
 * Source: the logit interval of a share, Brown, Cai and DasGupta (2001), with s / sqrt(n) as its standard error.
 */
export function meanInterval(
  samples: readonly number[],
  { confidence = 0.95, limits = UNLIMITED }: MeanIntervalOptions = {},
): Interval {
  requireScores("samples", samples, 2);
  requireConfidence(confidence);
  for (const sample of samples) requireWithin("samples", sample, ...limits);
  const estimate = mean(samples);
  const halfWidth =
    (studentTQuantile(confidence, samples.length - 1) * sampleStandardDeviation(samples)) /
    Math.sqrt(samples.length);
  return { estimate, ...intervalWithin(estimate, halfWidth, limits) };
}

/**
 * The t with P(|T| <= t) = confidence for Student's T at `degreesOfFreedom`, found by bisection from
 * P(|T| > t) = I_x(nu/2, 1/2) at x = nu / (nu + t^2), the regularized incomplete beta function.
 *
 * @throws RangeError unless 0 < confidence < 1 and degreesOfFreedom > 0.
 */
export function studentTQuantile(confidence: number, degreesOfFreedom: number): number {
  requireConfidence(confidence);
  requirePositive("degreesOfFreedom", degreesOfFreedom);
  const nu = degreesOfFreedom;
  const outside = (t: number) => regularizedBeta(nu / (nu + t * t), nu / 2, 0.5);
  let high = 1;
  while (outside(high) > 1 - confidence) high *= 2;
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (outside(middle) > 1 - confidence) low = middle;
    else high = middle;
  }
}

/** The regularized incomplete beta function I_x(a, b), 0 <= x <= 1, by its continued fraction (DLMF 8.17.22). */
function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly below the mean of the distribution; above it the symmetry leads back there.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a);
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return front / (a * betaFraction(x, a, b));
}

/** 1 + d_1/(1 + d_2/(1 + ...)) by Lentz's algorithm. */
function betaFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let k = 1; k < 1000; k++) {
    const m = Math.floor(k / 2);
    const coefficient =
      k % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + coefficient * d);
    c = 1 + coefficient / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

import { gammaln, mean, sampleStandardDeviation } from "simple-statistics";
import { requirePositive } from "../check/index.js";
import { type Interval, requireConfidence } from "./bootstrap.js";
import { requireScores } from "./score-checks.js";

/**
 * The mean of independent samples (one per seed) with its Student t interval: mean +- t s / sqrt(n), where s is the
 * sample standard deviation and t the (1 + confidence)/2 quantile at n - 1 degrees of freedom.
 *
 * @throws RangeError when there are fewer than 2 samples, one isn't finite, or `confidence` isn't between 0 and 1.
 */
export function meanInterval(
  samples: readonly number[],
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): Interval {
  requireScores("samples", samples, 2);
  requireConfidence(confidence);
  const estimate = mean(samples);
  const halfWidth =
    (studentTQuantile(confidence, samples.length - 1) * sampleStandardDeviation(samples)) /
    Math.sqrt(samples.length);
  return { estimate, lower: estimate - halfWidth, upper: estimate + halfWidth };
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

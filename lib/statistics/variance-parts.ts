import { type Interval, requireConfidence, withoutInterval } from "./interval.js";
import { intervalWithin, UNLIMITED } from "./limits.js";
import { mean, standardDeviation } from "./mean.js";
import type { MeanIntervalOptions } from "./mean-interval.js";
import type { PairedTTest } from "./paired-t-test.js";
import { studentTPValue, studentTQuantile } from "./student-t.js";

/** An independent part of an estimate's variance; NaN where it can't be told, as from a single sample. */
export interface VariancePart {
  readonly variance: number;
  /** Of the part's own estimate. */
  readonly degreesOfFreedom: number;
}

/**
 * What the mean of n independent samples varies by: s^2 / n at n - 1 degrees of freedom.
 * @example
 * statistics.meanPart([1, 2, 3]); // -> { variance: 1 / 3, degreesOfFreedom: 2 }
 */
export function meanPart(samples: readonly number[]): VariancePart {
  return {
    variance: standardDeviation(samples) ** 2 / samples.length,
    degreesOfFreedom: samples.length - 1,
  };
}

/**
 * The mean over K strata (workloads), each with the same weight, of the means of their samples (runs): sum(m_k) / K.
 * @example
 * statistics.stratifiedMean([[1, 3], [10]]); // -> 6
 */
export function stratifiedMean(strata: readonly (readonly number[])[]): number {
  return mean(strata.map(mean));
}

/**
 * What `stratifiedMean` varies by, a part for each stratum: s_k^2 / (n_k K^2). Differences between strata, which would be the same
 * another time, are no part of it.
 * Source: Cochran, "Sampling Techniques" (1977), section 5.4.
 * @example
 * statistics.stratifiedParts([[1, 2, 3], [11, 12, 13]])[0]; // -> { variance: 1 / 12, degreesOfFreedom: 2 }
 */
export function stratifiedParts(strata: readonly (readonly number[])[]): readonly VariancePart[] {
  return strata.map((samples) => {
    const { variance, degreesOfFreedom } = meanPart(samples);
    return { variance: variance / strata.length ** 2, degreesOfFreedom };
  });
}

/**
 * The interval of an estimate whose variance has independent parts, estimate +- t sqrt(sum v_k), t at Welch and Satterthwaite's degrees
 * of freedom (sum v_k)^2 / sum(v_k^2 / d_k); within limits as `meanInterval`. Where a part can't be told, or there is none, there is no
 * interval.
 *
 * @throws RangeError unless 0 < confidence < 1.
 * Source: Satterthwaite, "An approximate distribution of estimates of variance components" (1946).
 * @example
 * const strata = [[1, 2, 3], [11, 12, 13]];
 * const parts = statistics.stratifiedParts(strata);
 * statistics.partsInterval(statistics.stratifiedMean(strata), parts); // -> { estimate: 7, lower: 5.866521, upper: 8.133479 }
 */
export function partsInterval(
  estimate: number,
  parts: readonly VariancePart[],
  { confidence = 0.95, limits = UNLIMITED }: MeanIntervalOptions = {},
): Interval {
  requireConfidence(confidence);
  const { standardError, degreesOfFreedom } = combined(parts);
  if (Number.isNaN(standardError)) return withoutInterval(estimate);
  if (standardError === 0) return { estimate, lower: estimate, upper: estimate };
  const half = studentTQuantile(confidence, degreesOfFreedom) * standardError;
  return { estimate, ...intervalWithin(estimate, half, limits) };
}

/**
 * The same with the two-sided p-value of t = estimate / sqrt(sum v_k). Without an interval, or where nothing varies and the estimate isn't
 * 0, there is no test: NaN.
 * @example
 * const parts = statistics.stratifiedParts([[1, 2, 3], [11, 12, 13]]);
 * statistics.partsTTest(7, parts).pValue < 0.001; // -> true
 */
export function partsTTest(estimate: number, parts: readonly VariancePart[]): PairedTTest {
  const interval = partsInterval(estimate, parts);
  const { standardError, degreesOfFreedom } = combined(parts);
  if (standardError > 0)
    return { ...interval, pValue: studentTPValue(estimate / standardError, degreesOfFreedom) };
  return { ...interval, pValue: standardError === 0 && estimate === 0 ? 1 : Number.NaN };
}

function combined(parts: readonly VariancePart[]) {
  if (parts.length === 0) return { standardError: Number.NaN, degreesOfFreedom: Number.NaN };
  let [variance, squares] = [0, 0];
  for (const part of parts) {
    variance += part.variance;
    squares += part.variance ** 2 / part.degreesOfFreedom;
  }
  return { standardError: Math.sqrt(variance), degreesOfFreedom: variance ** 2 / squares };
}

import { requireInteger } from "../check/index.js";
import { mean } from "./mean.js";

/**
 * Autocorrelation r_k of a series x_1 .. x_T at the lags k = 1 .. `lags`: sum over t of (x_t - m)(x_{t+k} - m), over the sum of
 * (x_t - m)^2, with m the mean. All NaN for a series that never changes.
 *
 * @throws RangeError unless 1 <= lags < T.
 * @example
 * statistics.autocorrelation([1, -1, 1, -1], 2); // -> [-0.75, 0.5]
 */
export function autocorrelation(series: ArrayLike<number>, lags: number): number[] {
  const values = Float64Array.from(series);
  requireInteger("lags", lags, 1, values.length - 1);
  const middle = mean(values);
  const about = values.map((value) => value - middle);
  const covariance = (lag: number) => {
    let sum = 0;
    for (let t = 0; t + lag < about.length; t++) sum += about[t] * about[t + lag];
    return sum;
  };
  const variance = covariance(0);
  return Array.from({ length: lags }, (_, i) => (variance > 0 ? covariance(i + 1) / variance : Number.NaN));
}

/** Least autocorrelation at which a lag counts as a period. */
const LEAST_PEAK = 0.2;

/**
 * The period of a series by its autocorrelation at lags 1, 2, ...: the lag of 2 or more of the highest peak, if that is at least 0.2;
 * NaN where there is none.
 *
 * @example
 * statistics.dominantPeriod([0.1, -0.6, 0.1, 0.8, 0.1]); // -> 4
 */
export function dominantPeriod(correlations: readonly number[]): number {
  let best = Number.NaN;
  for (let k = 1; k < correlations.length; k++) {
    const [before, here, after] = [correlations[k - 1], correlations[k], correlations[k + 1] ?? -1];
    const isPeak = here >= LEAST_PEAK && here >= before && here >= after;
    if (isPeak && !(correlations[best - 1] >= here)) best = k + 1;
  }
  return best;
}

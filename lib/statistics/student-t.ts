import { requirePositive } from "../check/index.js";
import { requireConfidence } from "./interval.js";

/** From here on T is normal to nine digits; the package loses its way far beyond. */
const MOST_DEGREES_OF_FREEDOM = 1e9;

/**
 * The t with P(|T| <= t) = confidence for Student's T at `degreesOfFreedom`.
 *
 * @throws RangeError unless 0 < confidence < 1 and degreesOfFreedom > 0.
 * @example
 * statistics.studentTQuantile(0.95, 2); // -> 4.302653
 * statistics.studentTQuantile(0.95, 1e15); // -> 1.959964
 */
export function studentTQuantile(confidence: number, degreesOfFreedom: number): number {
  requireConfidence(confidence);
  requirePositive("degreesOfFreedom", degreesOfFreedom);
  // The upper tail (1 - confidence)/2 is exact where 1 - it would not be.
  return -lowerQuantile((1 - confidence) / 2, Math.min(degreesOfFreedom, MOST_DEGREES_OF_FREEDOM));
}

/** Halvings of the interval that holds a p-value: to the last digit of 1. */
const HALVINGS = 60;

/**
 * The two-sided p-value of Student's T: P(|T| > |t|) at `degreesOfFreedom`.
 *
 * @throws RangeError unless t is a number and degreesOfFreedom > 0.
 * @example
 * statistics.studentTPValue(1, 1); // -> 0.5
 */
export function studentTPValue(t: number, degreesOfFreedom: number): number {
  requirePositive("degreesOfFreedom", degreesOfFreedom);
  if (Number.isNaN(t)) throw new RangeError("t must be a number, got NaN");
  let [least, most] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (least + most) / 2;
    // A smaller p belongs to a larger quantile.
    if (-lowerQuantile(middle / 2, Math.min(degreesOfFreedom, MOST_DEGREES_OF_FREEDOM)) > Math.abs(t))
      least = middle;
    else most = middle;
  }
  return (least + most) / 2;
}

/** The p-quantile of Student's T. The package has hundreds of files, so it is loaded when a quantile is first asked for. */
function lowerQuantile(p: number, degreesOfFreedom: number): number {
  const quantile: typeof import("@stdlib/stats-base-dists-t-quantile") = require("@stdlib/stats-base-dists-t-quantile");
  return quantile(p, degreesOfFreedom);
}

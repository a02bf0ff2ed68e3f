import type { Interval } from "./interval.js";
import { mean } from "./mean.js";
import { requireScores } from "./score-checks.js";
import { meanPart, partsInterval } from "./variance-parts.js";

/**
 * The difference mean(x) - mean(y) of two independent samples with its Welch t interval, +- t sqrt(s_x^2/n_x + s_y^2/n_y), t at
 * Welch and Satterthwaite's degrees of freedom: neither variances nor sizes need be equal. For samples that share nothing, such as
 * training runs of two models; where run i of both met the same requests, pair them. A sample of one has no interval: NaN.
 *
 * @throws RangeError when a sample is empty or not finite, or `confidence` isn't between 0 and 1.
 * Source: Welch, "The generalization of 'Student's' problem when several different population variances are involved" (1947).
 * @example
 * statistics.differenceInterval([3, 4, 5], [1, 2, 3]); // -> { estimate: 2, lower: -0.266958, upper: 4.266958 }
 */
export function differenceInterval(x: readonly number[], y: readonly number[], confidence = 0.95): Interval {
  requireScores("x", x);
  requireScores("y", y);
  return partsInterval(mean(x) - mean(y), [meanPart(x), meanPart(y)], { confidence });
}

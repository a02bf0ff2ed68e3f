import type { Count } from "./fisher-exact.js";
import { requireCount } from "./fisher-exact.js";
import { type Interval, requireConfidence } from "./interval.js";
import { studentTQuantile } from "./student-t.js";

/**
 * A share of independent trials with its score interval: with p = count/of, n = of and z the (1 + confidence)/2 quantile of the
 * normal distribution,
 *
 *   (p + z^2/(2n) +- z sqrt(p(1 - p)/n + z^2/(4n^2))) / (1 + z^2/n)
 *
 * It stays within 0 and 1 and has a length where all trials or none came out. No trials have no share: NaN.
 * @throws RangeError unless count is a whole number from 0 to `of`, or where `confidence` isn't between 0 and 1.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927).
 * @example
 * statistics.shareInterval({ count: 0, of: 20 }); // -> { estimate: 0, lower: 0, upper: 0.161125 }
 */
export function shareInterval({ count, of }: Count, confidence = 0.95): Interval {
  requireConfidence(confidence);
  if (of === 0) return { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  requireCount("share", { count, of });
  const share = count / of;
  // Student's quantile at so many degrees of freedom is the normal one.
  const z = studentTQuantile(confidence, Number.MAX_SAFE_INTEGER);
  const middle = share + z ** 2 / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const scale = 1 + z ** 2 / of;
  return {
    estimate: share,
    lower: count === 0 ? 0 : (middle - half) / scale,
    upper: count === of ? 1 : (middle + half) / scale,
  };
}

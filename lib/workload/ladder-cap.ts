import { requireInteger } from "../check/index.js";
import { CAPS } from "./ladder-cap-table.js";

/** Violation rate at which a whole fleet's load is the cap. */
export const CAP_VIOLATION_RATE = 0.001;

/**
 * Highest load that the ladder offers a fleet of `size` containers, as a fraction of capacity: what the whole fleet behind least
 * connections carries (`evaluation.carriedLoad`) at `CAP_VIOLATION_RATE`, on the standard scale (exponential service times). Simulated for the
 * sizes of `CAPS`; between two of them N (1 - cap) is interpolated in log N; above the largest its cap holds,
 * which is too low rather than too high.
 * @throws RangeError unless `size` is a whole number of at least 1.
 * @example
 * workload.ladderCap(25) > workload.ladderCap(5); // -> true
 */
export function ladderCap(size: number): number {
  requireInteger("size", size, 1);
  const above = CAPS.findIndex(([stored]) => stored >= size);
  if (above < 0) return CAPS[CAPS.length - 1][1];
  const [upper, cap] = CAPS[above];
  if (upper === size) return cap;
  const [lower, lowerCap] = CAPS[above - 1];
  const share = Math.log(size / lower) / Math.log(upper / lower);
  const spare = (1 - share) * lower * (1 - lowerCap) + share * upper * (1 - cap);
  return 1 - spare / size;
}

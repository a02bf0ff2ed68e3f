import { type Interval, withoutInterval } from "./interval.js";
import { mean } from "./mean.js";

/** Groups left out one after the other. */
const GROUPS = 20;
/** Two-sided 5 % point of the normal distribution. */
const NORMAL = 1.96;

/**
 * `statistic` of all items with its 95 % interval by the jackknife over g = 20 (or fewer) stretches of successive items, so that
 * neighbours may depend on each other: se^2 = (g - 1)/g sum over k of (theta_(k) - mean theta)^2, where theta_(k) leaves stretch
 * k out. Without two items there is no interval; of no items the estimate is NaN, too.
 *
 * Source: Quenouille (1956); Tukey (1958).
 * @example
 * statistics.jackknife([1, 2, 3], statistics.mean); // -> { estimate: 2, lower: 0.868393, upper: 3.131607 }
 */
export function jackknife<T>(items: readonly T[], statistic: (items: readonly T[]) => number): Interval {
  const estimate = items.length === 0 ? Number.NaN : statistic(items);
  const groups = Math.min(GROUPS, items.length);
  if (groups < 2) return withoutInterval(estimate);
  const cut = (k: number) => Math.floor((k * items.length) / groups);
  const without = Array.from({ length: groups }, (_, k) =>
    statistic([...items.slice(0, cut(k)), ...items.slice(cut(k + 1))]),
  );
  const middle = mean(without);
  const variance = (groups - 1) * mean(without.map((theta) => (theta - middle) ** 2));
  const half = NORMAL * Math.sqrt(variance);
  return { estimate, lower: estimate - half, upper: estimate + half };
}

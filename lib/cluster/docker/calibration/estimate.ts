import { type Interval, jackknife, mean, withoutInterval } from "../../../statistics/index.js";

/** A measured quantity with its 95 % interval. */
export interface Estimate extends Interval {
  /** Observations behind it. */
  readonly samples: number;
}

/** A statistic of successive observations with its jackknife interval. */
export function measuredEstimate<T>(
  observations: readonly T[],
  statistic: (observations: readonly T[]) => number,
): Estimate {
  return { ...jackknife(observations, statistic), samples: observations.length };
}

/** The ratio of two sums over observations, with its jackknife interval. */
export function ratioEstimate<T>(
  observations: readonly T[],
  numerator: (observation: T) => number,
  denominator: (observation: T) => number,
): Estimate {
  return measuredEstimate(observations, (items) => mean(items.map(numerator)) / mean(items.map(denominator)));
}

/** A value without an interval. */
export function bareEstimate(value: number, samples = 1): Estimate {
  return { ...withoutInterval(value), samples };
}

import { CLOCK_SLACK } from "./schedule.js";

/**
 * What is needed of a series to know its largest value over any window up to now: the newest value, then each older one that is
 * larger than all after it. A plain value that is never changed, so that it can be part of a controller's memory.
 */
export interface SlidingMaximum {
  readonly value: number;
  /** When it was seen, in s. */
  readonly time: number;
  /** The newest of the larger ones before it. */
  readonly earlier: SlidingMaximum | undefined;
}

/**
 * The series with `value` seen at `time` added; `before` is left as it is. Amortised O(1); it keeps no more entries than the
 * series has distinct values.
 * @param time in s, no less than that of the last one.
 * @example
 * const first = control.withValue(undefined, 5, 0);
 * const series = control.withValue(control.withValue(first, 2, 1), 3, 2); // 2 can't be the largest any more
 * series; // -> { value: 3, time: 2, earlier: { value: 5, time: 0, earlier: undefined } }
 */
export function withValue(before: SlidingMaximum | undefined, value: number, time: number): SlidingMaximum {
  let earlier = before;
  while (earlier !== undefined && earlier.value <= value) earlier = earlier.earlier;
  return { value, time, earlier };
}

/**
 * Largest value of the last `window` s up to the newest one, which always counts: max x(t') over now - window < t' <= now.
 * @example
 * const series = control.withValue(control.withValue(undefined, 5, 0), 3, 2);
 * [control.largestWithin(series, 2), control.largestWithin(series, 3)]; // -> [3, 5]
 */
export function largestWithin(series: SlidingMaximum, window: number): number {
  const since = series.time - window + CLOCK_SLACK;
  let largest = series;
  // Values grow towards the past.
  while (largest.earlier !== undefined && largest.earlier.time > since) largest = largest.earlier;
  return largest.value;
}

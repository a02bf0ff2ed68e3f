/** Slack in s when times are compared, against rounding of sums of intervals. */
export const CLOCK_SLACK = 1e-9;

/**
 * Whether something due at `due` is to be done at `time`, both in s.
 * @example
 * control.isDue(0.3, 0.1 + 0.2); // -> true
 */
export function isDue(due: number, time: number): boolean {
  return time >= due - CLOCK_SLACK;
}

/**
 * When it is due again, done at `time`: in the mean once a `period` (s), however that fits into control steps, and at every step
 * where a period is no longer than one.
 * @example
 * // Every 1.5 s, looked at once a second: at 2, 3, 5, 6, 8 ...
 * control.nextDue(1.5, 1.5, 2); // -> 3
 */
export function nextDue(due: number, period: number, time: number): number {
  return Math.max(due + period, time);
}

/** A smoothed series: its level and its slope per step. */
export interface HoltState {
  readonly level: number;
  readonly slope: number;
}

/**
 * One step of Holt's linear trend method (double exponential smoothing) for a new value x, in its error-correction form: with
 * the error e = x - (l + b) of the forecast, l' = l + b + alpha e and b' = b + alpha beta e. That is
 * l' = alpha x + (1 - alpha)(l + b) and b' = beta (l' - l) + (1 - beta) b. The forecast h steps ahead is l' + h b'.
 *
 * With beta = 0 and no slope it is simple exponential smoothing; with alpha = 1 the level is the newest value.
 * @param gain alpha, 0 .. 1.
 * @param trendGain beta, 0 .. 1.
 * Source: Hyndman and Athanasopoulos, Forecasting: principles and practice, 3rd edition, sections 8.2 and 8.5.
 * @example
 * control.holtStep({ level: 10, slope: 1 }, 15, 0.5, 0.5); // -> { level: 13, slope: 2 }
 */
export function holtStep(before: HoltState, value: number, gain: number, trendGain: number): HoltState {
  const forecast = before.level + before.slope;
  const correction = gain * (value - forecast);
  return { level: forecast + correction, slope: before.slope + trendGain * correction };
}

/**
 * Share of the newest value in an exponentially smoothed series, 1 - exp(-interval / timeConstant); 1 without a time constant.
 * @param timeConstant in the unit of `interval`, >= 0.
 * @example
 * control.smoothingGain(1, 0); // -> 1
 * control.smoothingGain(1, 1 / Math.LN2); // -> 0.5
 */
export function smoothingGain(interval: number, timeConstant: number): number {
  return timeConstant > 0 ? 1 - Math.exp(-interval / timeConstant) : 1;
}

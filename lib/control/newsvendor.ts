import { commandForCapacity, meanServiceRate } from "./capacity-command.js";
import { scalingFamily } from "./families.js";
import { smoothingGain } from "./holt.js";

/** What the newsvendor remembers. */
export interface NewsvendorMemory {
  /** Share of the newest observation in the smoothed rate. */
  readonly gain: number;
  /** Control steps from a forecast to what it is of, h. */
  readonly steps: number;
  /** Most errors that are kept. */
  readonly history: number;
  /** The last h forecasts, in requests/s, oldest first. */
  readonly forecasts: readonly number[];
  /** The last errors, in requests/s: oldest first, and by size. */
  readonly errors: readonly number[];
  readonly sorted: readonly number[];
}

/**
 * Newsvendor staffing: capacity for a quantile of the load one cold start ahead.
 *
 * The forecast of the arrival rate x, h = round(coldStart/interval) + 1 steps ahead, is the smoothed rate l. Its errors so far,
 * e(t) = x(t) - l(t - h), give the distribution of what comes. Where a container's worth of load that isn't served costs p and
 * a spare container 1, the best capacity is the p/(p + 1) quantile, the smallest y with P(x <= y) >= p/(p + 1):
 *
 *     lambda = max(0, l + e_q),    e_q the ceil(q n)-th smallest of n errors, q = p/(p + 1),
 *     c = R + beta sqrt(R),        R = lambda / mu,
 *
 * to which `commandForCapacity` goes at once. Until an error is known, e_q = 0. Holds where nothing has been observed yet.
 * Source: Arrow, Harris and Marschak 1951, Econometrica 19(3).
 */
export const newsvendor = scalingFamily({
  name: "newsvendor",
  summary: "capacity for a quantile of the load one cold start ahead, from past errors of the forecast",
  parameters: {
    price: {
      type: "number",
      default: 10,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      search: { low: 0.3, high: 1000, scale: "log" },
      unit: "costs of a spare container",
      meaning: "cost of a container's worth of load that isn't served",
    },
    smoothing: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 120, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time constant of the smoothed arrival rate; 0 switches smoothing off",
    },
    history: {
      type: "number",
      default: 1000,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      search: { low: 50, high: 3000, scale: "log" },
      unit: "s, divided by the time scale",
      meaning: "how long errors are kept; the newest always is",
    },
    beta: {
      type: "number",
      default: 0,
      minimum: -10,
      maximum: 100,
      search: { low: -1, high: 5, scale: "linear" },
      unit: "",
      meaning: "safety staffing on top, in standard deviations of the offered load",
    },
    hysteresis: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 3, scale: "linear" },
      unit: "containers",
      meaning: "spare containers that must be left before one is stopped; 0 switches it off",
    },
  },
  build({ price, smoothing, history, beta, hysteresis }) {
    const quantile = price / (price + 1);
    return {
      start: ({ controlInterval, timeScale, coldStart }): NewsvendorMemory => ({
        gain: smoothingGain(controlInterval * timeScale, smoothing),
        steps: Math.round(coldStart / controlInterval) + 1,
        history: Math.max(1, Math.round(history / timeScale / controlInterval)),
        forecasts: [],
        errors: [],
        sorted: [],
      }),
      decide(observation, memory: NewsvendorMemory) {
        if (observation.time === 0) return { scale: 0, memory };
        const { gain, steps, forecasts } = memory;
        const { arrivalRate } = observation;
        const last = forecasts.length > 0 ? forecasts[forecasts.length - 1] : arrivalRate;
        const forecast = last + gain * (arrivalRate - last);
        const isDue = forecasts.length === steps;
        const { errors, sorted } = isDue ? withError(memory, arrivalRate - forecasts[0]) : memory;
        const margin = sorted.length > 0 ? sorted[rank(quantile, sorted.length)] : 0;
        const meanRate = meanServiceRate(observation);
        const load = Math.max(forecast + margin, 0) / meanRate;
        const needed = load + beta * Math.sqrt(load);
        return {
          scale: commandForCapacity(needed, hysteresis, meanRate, observation),
          memory: {
            gain,
            steps,
            history: memory.history,
            forecasts: appended(forecasts, forecast, steps),
            errors,
            sorted,
          },
        };
      },
    };
  },
});

/** Index of the smallest of n ordered values that at least the share q of them doesn't exceed. */
function rank(q: number, n: number): number {
  return Math.min(Math.max(Math.ceil(q * n - 1e-9), 1), n) - 1;
}

function withError({ errors, sorted, history }: NewsvendorMemory, error: number) {
  const leaving = errors.length === history ? errors[0] : Number.NaN;
  return { errors: appended(errors, error, history), sorted: inserted(sorted, error, leaving) };
}

/** `series` with `value` behind it, and of both the last `longest`. */
function appended(series: readonly number[], value: number, longest: number): readonly number[] {
  const kept = series.length === longest ? series.slice(1) : series.slice();
  kept.push(value);
  return kept;
}

/** The ordered values with `entering` among them, and without one `leaving`. */
function inserted(ordered: readonly number[], entering: number, leaving: number): readonly number[] {
  const kept: number[] = [];
  let isIn = false;
  let isOut = false;
  for (const value of ordered) {
    if (!isOut && value === leaving) {
      isOut = true;
      continue;
    }
    if (!isIn && value >= entering) {
      kept.push(entering);
      isIn = true;
    }
    kept.push(value);
  }
  if (!isIn) kept.push(entering);
  return kept;
}

import { commandForCapacity, HYSTERESIS, meanServiceRate, squareRootFleet } from "./capacity-command.js";
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
  /** Steps seen so far. */
  readonly seen: number;
  /** The smoothed arrival rate in requests/s; NaN before the first. */
  readonly level: number;
  /** The last h forecasts, in requests/s: that of step t stands at t mod h. */
  readonly forecasts: readonly number[];
  /** The last errors, in requests/s: the j-th stands at j mod `history`; and by size. */
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
    hysteresis: HYSTERESIS,
  },
  build({ price, smoothing, history, beta, hysteresis }) {
    const quantile = price / (price + 1);
    return {
      start: ({ controlInterval, timeScale, coldStart }): NewsvendorMemory => ({
        gain: smoothingGain(controlInterval * timeScale, smoothing),
        steps: Math.round(coldStart / controlInterval) + 1,
        history: Math.max(1, Math.round(history / timeScale / controlInterval)),
        seen: 0,
        level: Number.NaN,
        forecasts: [],
        errors: [],
        sorted: [],
      }),
      decide(observation, memory: NewsvendorMemory) {
        if (observation.time === 0) return { scale: 0, memory };
        const { gain, steps, seen } = memory;
        const { arrivalRate } = observation;
        const level = seen > 0 ? memory.level + gain * (arrivalRate - memory.level) : arrivalRate;
        const { errors, sorted } =
          seen >= steps ? withError(memory, arrivalRate - memory.forecasts[seen % steps]) : memory;
        const margin = sorted.length > 0 ? sorted[rank(quantile, sorted.length)] : 0;
        const meanRate = meanServiceRate(observation);
        const load = Math.max(level + margin, 0) / meanRate;
        const needed = squareRootFleet(load, beta);
        return {
          scale: commandForCapacity(needed, hysteresis, meanRate, observation),
          memory: {
            gain,
            steps,
            history: memory.history,
            seen: seen + 1,
            level,
            forecasts: withEntry(memory.forecasts, seen % steps, level),
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

function withError({ errors, sorted, history, seen, steps }: NewsvendorMemory, error: number) {
  const place = (seen - steps) % history;
  const leaving = place < errors.length ? errors[place] : undefined;
  return { errors: withEntry(errors, place, error), sorted: withValueInOrder(sorted, error, leaving) };
}

/** A copy of `values` with `value` at `place`, which may be one past the end. */
function withEntry(values: readonly number[], place: number, value: number): readonly number[] {
  const copy = values.slice();
  copy[place] = value;
  return copy;
}

/** A copy of the ordered values with `entering` in the place of one `leaving`, or as one more; in order again. */
function withValueInOrder(ordered: readonly number[], entering: number, leaving: number | undefined) {
  const copy = ordered.slice();
  let i = leaving === undefined ? copy.length : copy.indexOf(leaving);
  const last = Math.max(copy.length - 1, i);
  for (; i > 0 && copy[i - 1] > entering; i--) copy[i] = copy[i - 1];
  for (; i < last && copy[i + 1] < entering; i++) copy[i] = copy[i + 1];
  copy[i] = entering;
  return copy;
}

import { requireNonNegative, requirePositive, requireWithin } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";
import { pieceMean } from "./pieces.js";

/** Parameters of `burst`. */
export interface BurstParameters extends WorkloadOptions {
  /** Rate between bursts as a fraction of capacity, >= 0; default 0.1. */
  readonly base?: number;
  /** Rate in a burst / rate between bursts, >= 0; default 3. */
  readonly factor?: number;
  /** Time from one burst's start to the next one's in s; default 60. */
  readonly period?: number;
  /** Length of a burst in s, at most the period; default a third of it. */
  readonly duration?: number;
}

/**
 * Regular bursts, as of scheduled jobs: lambda(t) = base x factor for `duration`, then base, repeating every `period`;
 * mean base (1 + (factor - 1) duration / period). The seed draws where in the period a trace begins. (Bursts at random
 * times are the families `mmpp` and `flash`.)
 * @throws RangeError naming the parameter.
 * @example
 * const jobs = workload.burst({ base: 0.1, factor: 3, period: 60, duration: 20 });
 * const minute = { seed: 1, capacity: 120, slots: 60, slotLength: 1, timeScale: 1 };
 * jobs.trace(minute).reduce((sum, rate) => sum + rate, 0) / 60; // -> 20
 */
export function burst(options: BurstParameters = {}): Workload {
  const { base = 0.1, factor = 3, period = 60 } = options;
  requireNonNegative("base", base);
  requireNonNegative("factor", factor);
  requirePositive("period", period);
  const { duration = period / 3 } = options;
  requireWithin("duration", duration, 0, period);
  return intensityWorkload({
    family: "burst",
    options,
    parameters: { base, factor, period, duration },
    begin(random) {
      const pieces = [
        { length: duration, value: base * factor },
        { length: period - duration, value: base },
      ];
      let count = 0;
      const mean = pieceMean(() => pieces[count++ % 2] as (typeof pieces)[number]);
      mean(0, period * random.uniform());
      return mean;
    },
  });
}

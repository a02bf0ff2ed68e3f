import { requireNonNegative, requirePositive, requireWithin } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";
import { pieceMean } from "./pieces.js";

/** Parameters of `flash`. */
export interface FlashParameters extends WorkloadOptions {
  /** Rate before and after the crowd as a fraction of capacity, >= 0; default 0.75. */
  readonly base?: number;
  /** Rate of the crowd as a fraction of capacity, before the cap, >= 0; default 2.25. */
  readonly peak?: number;
  /** There is one crowd in each stretch of this many s; default 1,800. */
  readonly period?: number;
  /** How long a crowd stays, in s, at most the period; default 300. */
  readonly duration?: number;
}

/**
 * Flash crowds: lambda(t) = base, for `duration` peak, then base again. Each stretch of `period` s has one crowd, which
 * begins at a time the seed draws uniformly from where it fits: once in a while, never announced. The default peak is
 * 3 times the base and more than any fleet could serve, so the cap (0.95 of capacity) is what is left of it.
 * @throws RangeError naming the parameter.
 * @example
 * const crowd = workload.flash({ base: 0.2, peak: 0.6, period: 1800, duration: 300 });
 * const stretch = { seed: 1, capacity: 100, slots: 1800, slotLength: 1, timeScale: 1 };
 * crowd.trace(stretch).reduce((sum, rate) => sum + rate, 0) / 1800; // -> 20 + 40 * (300 / 1800)
 */
export function flash(options: FlashParameters = {}): Workload {
  const { base = 0.75, peak = 2.25, period = 1800, duration = 300 } = options;
  requireNonNegative("base", base);
  requireNonNegative("peak", peak);
  requirePositive("period", period);
  requireWithin("duration", duration, 0, period);
  return intensityWorkload({
    family: "flash",
    options,
    parameters: { base, peak, period, duration },
    begin(random) {
      let count = 0;
      let before = 0;
      return pieceMean(() => {
        const part = count++ % 3;
        if (part === 0) before = (period - duration) * random.uniform();
        if (part === 1) return { length: duration, value: peak };
        return { length: part === 0 ? before : period - duration - before, value: base };
      });
    },
  });
}

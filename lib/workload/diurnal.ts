import { requireNonNegative, requirePositive, requireWithin } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";

/** Parameters of `diurnal`. */
export interface DiurnalParameters extends WorkloadOptions {
  /** Mean as a fraction of capacity, >= 0; default 0.5. */
  readonly level?: number;
  /** Share of the mean by which the rate rises and falls, 0 .. 1; default 0.4. */
  readonly amplitude?: number;
  /** Length of a day in s; default 3,600: a day pressed into an hour. */
  readonly period?: number;
}

/**
 * The rise and fall of a day: lambda(t) = L (1 + A sin(2 pi t / P + phi)). The seed draws the phase phi, uniform on
 * (0, 2 pi), so that short runs see every hour of the day.
 * @throws RangeError naming the parameter.
 * @example
 * const day = workload.diurnal({ level: 0.5, amplitude: 0.4, period: 3600 });
 * const hour = { seed: 1, capacity: 120, slots: 3600, slotLength: 1, timeScale: 1 };
 * Math.max(...day.trace(hour)).toFixed(3); // -> "84.000"
 */
export function diurnal(options: DiurnalParameters = {}): Workload {
  const { level = 0.5, amplitude = 0.4, period = 3600 } = options;
  requireNonNegative("level", level);
  requireWithin("amplitude", amplitude, 0, 1);
  requirePositive("period", period);
  const frequency = (2 * Math.PI) / period;
  return intensityWorkload({
    family: "diurnal",
    options,
    parameters: { level, amplitude, period },
    begin(random) {
      const phase = 2 * Math.PI * random.uniform();
      return (start, length) => {
        // Mean of sin over [a, b] = (cos a - cos b) / (b - a), and the difference of cosines is a product of sines.
        const half = (frequency * length) / 2;
        return level * (1 + (amplitude * Math.sin(frequency * start + phase + half) * Math.sin(half)) / half);
      };
    },
  });
}

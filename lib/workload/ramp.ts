import { requireNonNegative, requirePositive } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";

/** Parameters of `ramp`. */
export interface RampParameters extends WorkloadOptions {
  /** First rate as a fraction of capacity, >= 0; default 0.5. */
  readonly from?: number;
  /** Last rate as a fraction of capacity, before the cap, >= 0; default 1.5. */
  readonly to?: number;
  /** Time from first to last rate in s; default 6,000. */
  readonly duration?: number;
}

/**
 * One steady climb or fall: lambda(t) = from until t0, then linear, then `to` from t0 + duration on. The seed draws t0,
 * uniform on (0, duration / 2). The default ends above what any fleet could serve: the cap levels it off at 0.95.
 * @throws RangeError naming the parameter.
 * @example
 * const climb = workload.ramp({ from: 0.3, to: 0.9, duration: 600 });
 * const trace = climb.trace({ seed: 1, capacity: 100, slots: 900, slotLength: 1, timeScale: 1 });
 * [trace[0], trace[899]]; // -> [30, 90]
 */
export function ramp(options: RampParameters = {}): Workload {
  const { from = 0.5, to = 1.5, duration = 6000 } = options;
  requireNonNegative("from", from);
  requireNonNegative("to", to);
  requirePositive("duration", duration);
  // Integral from 0 to t of the share of the way gone, in s: 0, then u^2 / (2 d), then u - d / 2.
  const gone = (t: number) => (t <= 0 ? 0 : t >= duration ? t - duration / 2 : (t * t) / (2 * duration));
  return intensityWorkload({
    family: "ramp",
    options,
    parameters: { from, to, duration },
    begin(random) {
      const begin = (duration / 2) * random.uniform();
      return (start, length) =>
        from + ((to - from) * (gone(start + length - begin) - gone(start - begin))) / length;
    },
  });
}

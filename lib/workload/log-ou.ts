import { requireNonNegative, requirePositive } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";

/** Parameters of `logOu`. */
export interface LogOuParameters extends WorkloadOptions {
  /** Mean as a fraction of capacity, before the cap, >= 0; default 0.5. */
  readonly level?: number;
  /** Standard deviation of the rate's logarithm, >= 0; default 0.6. */
  readonly sigma?: number;
  /** Relaxation time of the logarithm in s; default 300. */
  readonly tau?: number;
}

/** A slot is cut into equal parts of at most tau / 20; the intensity at their middles stands for them. */
const PARTS_PER_TAU = 20;

/**
 * Load that wanders: lambda(t) = L exp(x(t) - sigma^2 / 2), where x is a stationary Ornstein-Uhlenbeck process with
 * variance sigma^2 and autocorrelation exp(-u / tau); so E lambda = L. The transition over a time h is exact,
 *
 *   x(t + h) = a x(t) + sigma sqrt(1 - a^2) z,   a = exp(-h / tau),   z ~ N(0, 1)
 *
 * (Gillespie 1996, Phys. Rev. E 54, 2084). The mean over a slot is the mean over points at most tau / 20 apart.
 * The cap cuts the upper tail: at level 0.5 and sigma 1 the rate is at the default cap for 13 % of the time.
 * @throws RangeError naming the parameter.
 * @example
 * const still = workload.logOu({ level: 0.5, sigma: 0 });
 * still.trace({ seed: 1, capacity: 120, slots: 2, slotLength: 1, timeScale: 1 }); // -> [60, 60]
 */
export function logOu(options: LogOuParameters = {}): Workload {
  const { level = 0.5, sigma = 0.6, tau = 300 } = options;
  requireNonNegative("level", level);
  requireNonNegative("sigma", sigma);
  requirePositive("tau", tau);
  return intensityWorkload({
    family: "log-ou",
    options,
    parameters: { level, sigma, tau },
    begin(random) {
      let x = Number.NaN;
      return (_start, length) => {
        const parts = Math.ceil((PARTS_PER_TAU * length) / tau);
        const a = Math.exp(-length / parts / tau);
        const noise = sigma * Math.sqrt(1 - a * a);
        let sum = 0;
        for (let i = 0; i < parts; i++) {
          x = Number.isNaN(x) ? sigma * random.normal() : a * x + noise * random.normal();
          sum += Math.exp(x - (sigma * sigma) / 2);
        }
        return (level * sum) / parts;
      };
    },
  });
}

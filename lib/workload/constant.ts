import { requireNonNegative } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";

/** Parameters of `constant`. */
export interface ConstantParameters extends WorkloadOptions {
  /** Fraction of capacity, >= 0; default 0.5. */
  readonly level?: number;
}

/**
 * A constant arrival rate: lambda(t) = L. The seed changes nothing.
 * @throws RangeError when `level` is negative or not finite.
 * @example
 * const half = workload.constant({ level: 0.5 });
 * half.trace({ seed: 1, capacity: 120, slots: 3, slotLength: 1, timeScale: 1 }); // -> [60, 60, 60]
 * half.name; // -> "constant_level=0.5_cap=0.95"
 */
export function constant(options: ConstantParameters = {}): Workload {
  const { level = 0.5 } = options;
  requireNonNegative("level", level);
  return intensityWorkload({ family: "constant", options, parameters: { level }, begin: () => () => level });
}

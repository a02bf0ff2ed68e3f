import { requirePositive } from "../check/index.js";
import { changedRates } from "./changed-rates.js";
import type { Workload } from "./contract.js";

/**
 * The workload with all rates times a factor: rate(k) = factor x rate'(k), rate' that of `workload`; its name ends with "-x" and
 * the factor. The same seed gives the same course, lower or higher.
 * @param factor > 0; goes into the parameters.
 * @throws RangeError naming the factor; InputError where the workload's requests come at known times.
 * @example
 * const half = workload.scaledWorkload(workload.constant({ name: "busy", level: 0.9 }), 0.5);
 * half.name; // -> "busy-x0.5"
 * half.trace({ seed: 1, capacity: 10, slots: 2, slotLength: 1, timeScale: 1 }); // -> [4.5, 4.5]
 */
export function scaledWorkload(workload: Workload, factor: number): Workload {
  requirePositive("factor", factor);
  return Object.freeze({
    ...workload,
    name: `${workload.name}-x${factor}`,
    family: "scaled",
    parameters: Object.freeze({ ...workload.parameters, of: workload.family, factor }),
    ...changedRates(workload, (rates) => rates.map((rate) => factor * rate)),
  });
}

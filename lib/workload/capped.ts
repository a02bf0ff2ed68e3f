import { requirePositive } from "../check/index.js";
import { changedRates } from "./changed-rates.js";
import type { TraceRequest, Workload } from "./contract.js";

/** A workload whose rates are cut off at a cap, and what it is without. */
export interface CappedWorkload extends Workload {
  readonly uncapped: Workload;
}

/** `WorkloadOptions.cap` of a workload that is capped later. */
export const NO_CAP = Number.MAX_VALUE;

/**
 * The workload with no rate above `cap` x capacity: rate(k) = min(cap x capacity, rate'(k)), rate' that of `uncapped`.
 * @param cap fraction of capacity, > 0; goes into the parameters, where a lower one of `uncapped` stays.
 * @throws RangeError naming the cap; InputError as `scaledWorkload`.
 * @example
 * const load = workload.cappedWorkload(workload.constant({ level: 0.9 }), 0.8);
 * load.trace({ seed: 1, capacity: 10, slots: 2, slotLength: 1, timeScale: 1 }); // -> [8, 8]
 */
export function cappedWorkload(uncapped: Workload, cap: number): CappedWorkload {
  requirePositive("cap", cap);
  const own = Number(uncapped.parameters.cap ?? NO_CAP);
  return Object.freeze({
    ...uncapped,
    parameters: Object.freeze({ ...uncapped.parameters, cap: Math.min(cap, own) }),
    uncapped,
    ...changedRates(uncapped, (rates, { capacity }) => rates.map((rate) => Math.min(cap * capacity, rate))),
  });
}

/**
 * Share of the requests offered by a trace that the cap cuts: 1 - (sum of rates) / (sum of rates without the cap).
 * 0 .. 1; 0 where nothing is offered.
 * @example
 * const load = workload.cappedWorkload(workload.constant({ level: 0.8 }), 0.6);
 * workload.cutShare(load, { seed: 1, capacity: 10, slots: 2, slotLength: 1, timeScale: 1 }).toFixed(6); // -> "0.250000"
 */
export function cutShare(workload: CappedWorkload, request: TraceRequest): number {
  const sum = (trace: Float64Array) => trace.reduce((total, rate) => total + rate, 0);
  const offered = sum(workload.uncapped.trace(request));
  return offered === 0 ? 0 : 1 - sum(workload.trace(request)) / offered;
}

import { InputError } from "../check/index.js";
import type { TraceRequest, Workload } from "../workload/contract.js";

/** What a workload brings to an episode. */
export interface OfferedLoad {
  /** Requests/s of each control step. */
  readonly rates: Float64Array;
  /** When each request comes, in s since the episode's start, ascending; undefined where they come at random. */
  readonly arrivals: Float64Array | undefined;
}

/**
 * The load of an episode, checked: a rate that isn't finite would end all load in silence, or bring requests without end.
 * @throws InputError that names the workload, the step and the rate, or the request and its time.
 * @example
 * const broken = { ...workload.constant({ name: "mine" }), trace: () => Float64Array.of(5, Number.NaN) };
 * cluster.offeredLoad(broken, { seed: 1, capacity: 40, slots: 2, slotLength: 1, timeScale: 1 });
 * // throws InputError: workload "mine" brings NaN requests/s in step 1: expected a finite number of zero or more
 */
export function offeredLoad(workload: Workload, request: TraceRequest): OfferedLoad {
  const called = `workload "${workload.name}"`;
  const rates = workload.trace(request);
  if (rates.length !== request.slots)
    throw new InputError(`${called} has ${rates.length} rates, where ${request.slots} steps are asked for`);
  for (let step = 0; step < rates.length; step++)
    if (!(rates[step] >= 0 && rates[step] < Number.POSITIVE_INFINITY))
      throw new InputError(
        `${called} brings ${rates[step]} requests/s in step ${step}: expected a finite number of zero or more`,
      );
  const arrivals = workload.arrivals?.(request);
  if (arrivals !== undefined) requireArrivals(arrivals, called);
  return { rates, arrivals };
}

function requireArrivals(arrivals: Float64Array, called: string): void {
  let latest = 0;
  for (let i = 0; i < arrivals.length; i++) {
    if (!(arrivals[i] >= latest && arrivals[i] < Number.POSITIVE_INFINITY))
      throw new InputError(
        `${called} brings request ${i} at ${arrivals[i]} s: expected a finite time of at least ${latest} s`,
      );
    latest = arrivals[i];
  }
}

import { InputError } from "../check/index.js";
import type { PlayedWorkload, TraceRequest, Workload } from "./contract.js";

/**
 * What a workload plays, with its rates changed.
 * @throws InputError where its very requests are known: they don't follow from rates.
 */
export function changedRates(
  workload: Workload,
  change: (rates: Float64Array, request: TraceRequest) => Float64Array,
): Pick<Workload, "trace" | "inWindows"> {
  if (workload.arrivals !== undefined)
    throw new InputError(
      `workload "${workload.name}" has requests at exact times, whose rates can't be scaled or cut off: leave arrivals=exact out`,
    );
  const changed = (play: PlayedWorkload) => ({
    trace: (request: TraceRequest) => change(play.trace(request), request),
  });
  const { inWindows } = workload;
  return { ...changed(workload), ...(inWindows && { inWindows: () => changed(inWindows()) }) };
}

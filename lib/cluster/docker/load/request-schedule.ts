import { requireInteger } from "../../../check/index.js";
import type { Workload } from "../../../workload/contract.js";
import type { ClusterSpec } from "../../contract.js";
import { offeredLoad } from "../../offered-load.js";
import { RequestStreams } from "../../request-streams.js";
import { clusterCapacity } from "../../spec.js";
import type { RequestSchedule } from "./contract.js";

/** What an episode's requests follow from. */
export interface ScheduleOptions {
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Whole number >= 0. */
  readonly seed: number;
  /** Control steps. */
  readonly steps: number;
}

/**
 * The requests that the simulated cluster meets in `steps` control steps under the same seed.
 *
 * @throws RangeError on a senseless seed or number of steps.
 */
export function requestSchedule({ spec, workload, seed, steps }: ScheduleOptions): RequestSchedule {
  requireInteger("steps", steps);
  const interval = spec.controlInterval;
  const { rates: offeredRate, arrivals } = offeredLoad(workload, {
    seed,
    capacity: clusterCapacity(spec),
    slots: steps,
    slotLength: interval,
    timeScale: spec.timeScale,
  });
  const streams = new RequestStreams(1, 0, spec.serviceTimes);
  streams.reset(0, seed, arrivals);
  const times: number[] = [];
  const demands: number[] = [];
  for (let step = 0; step < steps; step++) {
    const end = (step + 1) * interval;
    for (let time = step * interval; streams.next(0, time, end, offeredRate[step]); ) {
      time = streams.time[0];
      times.push(time);
      demands.push(streams.demand[0]);
    }
  }
  return { times: Float64Array.from(times), demands: Float64Array.from(demands), offeredRate };
}

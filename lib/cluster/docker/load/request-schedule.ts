import { requireInteger } from "../../../check/index.js";
import type { Workload } from "../../../workload/contract.js";
import type { ClusterSpec } from "../../contract.js";
import { RequestStreams } from "../../simulated/request-streams.js";
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
 * The requests that the simulated cluster meets in `steps` control steps under the same seed: Poisson arrivals at the
 * workload's rate, whose unit exponential gaps are used up at the current rate, and exponential demands of mean 1.
 *
 * @throws RangeError on a senseless seed or number of steps.
 */
export function requestSchedule({ spec, workload, seed, steps }: ScheduleOptions): RequestSchedule {
  requireInteger("steps", steps);
  const interval = spec.controlInterval;
  const offeredRate = workload.trace({
    seed,
    capacity: clusterCapacity(spec),
    slots: steps,
    slotLength: interval,
    timeScale: spec.timeScale,
  });
  const streams = new RequestStreams(1);
  streams.reset(0, seed);
  const times: number[] = [];
  const demands: number[] = [];
  let gap = streams.gapLeft[0];
  for (let step = 0; step < steps; step++) {
    const rate = offeredRate[step];
    const end = (step + 1) * interval;
    let time = step * interval;
    for (;;) {
      const arrival = time + gap / rate;
      if (!(arrival < end)) break;
      time = arrival;
      gap = streams.gaps[0].exponential();
      times.push(time);
      demands.push(streams.demands[0].exponential());
    }
    gap = Math.max(0, gap - rate * (end - time));
  }
  return { times: Float64Array.from(times), demands: Float64Array.from(demands), offeredRate };
}

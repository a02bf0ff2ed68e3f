import { RandomStream } from "../../../random/index.js";
import type { RequestSchedule } from "../load/contract.js";

/** Poisson arrivals at a constant `rate` (requests/s), all of the same demand (in units of the mean). */
export function constantRequests(options: {
  readonly rate: number;
  readonly steps: number;
  /** Length of a step in s. */
  readonly interval: number;
  readonly demand: number;
  readonly seed: number;
}): RequestSchedule {
  const { rate, steps, interval, demand, seed } = options;
  const gaps = RandomStream.of(seed, "arrivals");
  const times: number[] = [];
  for (let time = gaps.exponential() / rate; time < steps * interval; time += gaps.exponential() / rate)
    times.push(time);
  return {
    times: Float64Array.from(times),
    demands: new Float64Array(times.length).fill(demand),
    offeredRate: new Float64Array(steps).fill(rate),
  };
}

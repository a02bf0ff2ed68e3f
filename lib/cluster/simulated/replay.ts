import { requireInteger } from "../../check/index.js";
import type { Workload } from "../../workload/contract.js";
import type { ClusterSpec } from "../contract.js";
import { offeredLoad } from "../offered-load.js";
import { RequestStreams } from "../request-streams.js";
import { clusterCapacity } from "../spec.js";
import { MAX_WEIGHT } from "../weights.js";
import { dispatcherOf, ROUTING_DRAWS } from "./dispatch/dispatcher.js";
import { QueueBank } from "./queue-bank.js";

/** What `replayRequests` needs. */
export interface ReplayOptions {
  /** Its containers are all ready, and their weights equal. */
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Whole number >= 0. */
  readonly seed: number;
  /** Control steps. */
  readonly steps: number;
  /**
   * Seconds that container `i` takes over `demand` (in units of the mean) from `start` on; called in order of `start` for each
   * container. Left out: demand / service rate.
   */
  readonly serviceTime?: (i: number, start: number, demand: number) => number;
}

/** One entry a request, in order of arrival. */
export interface Replay {
  /** When it arrives, in s. */
  readonly times: Float64Array;
  /** From arrival to answer, in s; NaN: refused. */
  readonly responseTimes: Float64Array;
}

/**
 * Sends the requests of `steps` control steps, those that both worlds meet under `seed`, through a whole fleet at rest, and tells
 * what becomes of each: what a histogram of a step can't. Time that a container needs for a request may depend on more than
 * its demand.
 * @throws RangeError on a senseless seed or number of steps.
 * @example
 * const spec = cluster.clusterSpec({ size: 5, dispatch: "least-connections" });
 * const load = workload.workloadByName("constant-0.5");
 * const { times, responseTimes } = cluster.replayRequests({ spec, workload: load, seed: 1, steps: 60 });
 * times.length === responseTimes.length; // -> true
 */
export function replayRequests(options: ReplayOptions): Replay {
  const { spec, workload, seed, steps } = options;
  requireInteger("steps", steps);
  const { controlInterval: interval, containers } = spec;
  const { rates, arrivals } = offeredLoad(workload, {
    seed,
    capacity: clusterCapacity(spec),
    slots: steps,
    slotLength: interval,
    timeScale: spec.timeScale,
  });
  const serviceTime = options.serviceTime ?? ((i, _, demand) => demand / containers[i].serviceRate);
  const streams = new RequestStreams(1, ROUTING_DRAWS[spec.dispatch], spec.serviceTimes);
  streams.reset(0, seed, arrivals);
  const queues = new QueueBank(containers.length, spec.queueLimit);
  const weights = new Float64Array(containers.length).fill(MAX_WEIGHT);
  const dispatcher = dispatcherOf({ clusters: 1, spec, weights, queues, completions: queues });
  dispatcher.clear(0);
  dispatcher.follow(0, MAX_WEIGHT * containers.length, 0);
  const times: number[] = [];
  const responseTimes: number[] = [];
  for (let step = 0; step < steps; step++)
    for (let time = step * interval; streams.next(0, time, (step + 1) * interval, rates[step]); ) {
      time = streams.time[0];
      const i = dispatcher.choose(0, time, streams.uniform[0], streams.secondUniform[0]);
      queues.completeUntil(i, time);
      const isFull = queues.count[i] === spec.queueLimit;
      const start = Math.max(queues.freeAt[i], time);
      times.push(time);
      responseTimes.push(
        isFull ? Number.NaN : queues.offer(i, time, serviceTime(i, start, streams.demand[0])),
      );
      if (!isFull) dispatcher.accept(0, i);
    }
  return { times: Float64Array.from(times), responseTimes: Float64Array.from(responseTimes) };
}

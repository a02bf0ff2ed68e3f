import { clusterSpec } from "../../cluster/index.js";
import { createController } from "../../control/index.js";
import {
  type CarriedLoadOptions,
  carriedLoad,
  type WholeFleetCounts,
  wholeFleetCounts,
} from "../../evaluation/index.js";
import { mmcResponseTimeTail } from "../../queueing/index.js";

/** Ways to spread requests over a whole fleet, as columns of the files have them. */
export const METHODS = ["round-robin", "least-queue", "power-of-two", "least-connections"] as const;
export type Method = (typeof METHODS)[number];

/** Beside them: one queue for the whole fleet, simulated: no dispatch has a shorter wait in the mean. */
export const COMMON_QUEUE = "common-queue";

/** The standard scale. */
const SERVICE_RATE = 8;
const { sla: SLA } = clusterSpec({ size: 1 });

/** A whole fleet of `size` containers. */
interface Fleet {
  readonly size: number;
  /** Whole number >= 0. */
  readonly seed: number;
}

function fleetOf(method: Method, { size, seed }: Fleet) {
  const controller = createController(`static+${method}`);
  return { spec: clusterSpec({ size }), controller, seed };
}

/** What becomes of a constant load, as a fraction of capacity. */
export function countsUnder(
  method: Method,
  fleet: Fleet,
  { load, requests }: { readonly load: number; readonly requests: number },
): WholeFleetCounts {
  return wholeFleetCounts({ ...fleetOf(method, fleet), load, requests });
}

/** Load that the fleet carries at a violation rate. */
export function loadCarried(
  method: Method | typeof COMMON_QUEUE,
  fleet: Fleet,
  level: Pick<CarriedLoadOptions, "violationRate" | "requests">,
): number {
  if (method !== COMMON_QUEUE) return carriedLoad({ ...fleetOf(method, fleet), ...level });
  const { size, seed } = fleet;
  return carriedLoad({ spec: clusterSpec({ size }), seed, commonQueue: true, ...level });
}

/** Violation rate of M/M/N at a load below 1, exactly: P(R > SLA). One server: random dispatch, M/M/1 in each container. */
export function exactViolationRate(servers: number, load: number): number {
  return mmcResponseTimeTail({
    servers,
    serviceRate: SERVICE_RATE,
    arrivalRate: load * servers * SERVICE_RATE,
    time: SLA,
  });
}

/** Load that M/M/N carries at a violation rate, exactly. */
export function exactLoadCarried(servers: number, violationRate: number): number {
  let [low, high] = [1e-3, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (exactViolationRate(servers, middle) > violationRate) high = middle;
    else low = middle;
  }
  return low;
}

import { requireInteger, requirePositive } from "../../check/index.js";
import type { ClusterSpec } from "../contract.js";
import { clusterSpec } from "../spec.js";

/** Users a node the write-up's traffic calls its capacity. Workloads of this cluster are asked for at this many a node. */
export const WRITEUP_USERS_PER_NODE = 10;

/** Users a node at the peak of the write-up's traffic. */
export const WRITEUP_PEAK_PER_NODE = 9;

/**
 * Requests/s a node serves, a user making one request/s: 1/S for the response time S = 50 ms of an idle node.
 *
 * The write-up's code sets 10 and its report 15, but neither can have made its tables: below saturation mean CPU is users a
 * node over mu, and its own columns give mu = 20.1 to 20.7 in every row of PPO and threshold (10.0 users a node at 49.86 %
 * CPU, 9.7 at 47.96 %, ...). With 10, the threshold rule ends at 5 to 6 users a node, where the table has 10.0 to 10.6.
 */
export const WRITEUP_SERVICE_RATE = 20;

/** What `writeupSpec` takes beside the fields of a spec. */
export interface WriteupSpecOptions extends Partial<ClusterSpec> {
  /** Number of nodes. */
  readonly size: number;
  /** mu in requests/s; default `WRITEUP_SERVICE_RATE`. */
  readonly serviceRate?: number;
}

/**
 * The write-up's cluster: `size` equal nodes of half a core and 512 MiB, a decision a tick of 1 s, no cold start, one node
 * after a reset. A step violates its SLA when the mean latency is above 0.5 s.
 * @throws RangeError naming the field and its value.
 * @example
 * const spec = cluster.writeupSpec({ size: 5 });
 * [spec.containers[0].serviceRate, spec.coldStart, spec.initialFleet]; // -> [20, 0, 1]
 */
export function writeupSpec(options: WriteupSpecOptions): ClusterSpec {
  const { size, serviceRate = WRITEUP_SERVICE_RATE, ...overrides } = options;
  requireInteger("size", size, 1);
  requirePositive("serviceRate", serviceRate);
  const node = { cpuShare: 0.5, memoryMiB: 512, serviceRate };
  return clusterSpec({
    size,
    containers: Array.from({ length: size }, () => node),
    controlInterval: 1,
    coldStart: 0,
    // The formulas know no limit; this is what HAProxy lets through to a node of the write-up's.
    queueLimit: 8,
    sla: 0.5,
    timeScale: 1,
    initialFleet: 1,
    dispatch: "random",
    ...overrides,
  });
}

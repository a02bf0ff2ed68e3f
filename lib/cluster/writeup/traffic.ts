import type { Workload } from "../../workload/contract.js";
import type { ClusterSpec } from "../contract.js";
import { offeredLoad } from "../offered-load.js";
import { WRITEUP_USERS_PER_NODE } from "./spec.js";

/** Users of one tick after the other, without end. `WriteupTraffic` is one. */
export interface TrafficStream {
  /** Users of the next tick, >= 0. */
  next(): number;
}

/** A workload's trace as a stream of `slots` ticks, its rates as users; what counts as full is 10 users a node. */
export function traceStream(
  workload: Workload,
  spec: ClusterSpec,
  seed: number,
  slots: number,
): TrafficStream {
  const { rates } = offeredLoad(workload, {
    seed,
    capacity: WRITEUP_USERS_PER_NODE * spec.containers.length,
    slots,
    slotLength: spec.controlInterval,
    timeScale: spec.timeScale,
  });
  let slot = 0;
  return { next: () => rates[slot++] };
}

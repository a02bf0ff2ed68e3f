import { requirePositive } from "../check/index.js";
import type { Workload } from "./contract.js";
import type { WorkloadOptions } from "./family.js";
import { labelledWorkload } from "./family.js";
import {
  drawnPatterns,
  WRITEUP_TRAFFIC,
  type WriteupPatternChoice,
  WriteupTraffic,
} from "./writeup-traffic.js";

/** Parameters of `writeup`. */
export interface WriteupParameters extends Omit<WorkloadOptions, "cap"> {
  /** Which patterns are drawn from; default "training". */
  readonly patterns?: WriteupPatternChoice;
  /**
   * What one node serves, in the unit of the request's capacity; default 10, as in the write-up's own simulator. For
   * another cluster give a container's service rate: then "10 users" means what one container serves there, too.
   */
  readonly nodeCapacity?: number;
}

/**
 * The write-up's traffic as a workload: with N = capacity / nodeCapacity nodes,
 *
 *   rate = users x capacity / (10 N),
 *
 * so that at a capacity of 10 N rates are users. A tick is a slot, however long: `slotLength` and `timeScale` change
 * nothing, because the write-up states its times in control steps. The peak, 9 users a node, caps it at 0.9 of capacity.
 * @throws RangeError naming the parameter.
 * @example
 * const sustained = workload.writeup({ patterns: "sustained" });
 * sustained.trace({ seed: 1, capacity: 50, slots: 3, slotLength: 1, timeScale: 1 }); // -> [39, 41, 43]
 */
export function writeup(options: WriteupParameters = {}): Workload {
  const { patterns = "training", nodeCapacity = WRITEUP_TRAFFIC.nodeCapacity } = options;
  requirePositive("nodeCapacity", nodeCapacity);
  const cap = WRITEUP_TRAFFIC.peakPerNode / WRITEUP_TRAFFIC.nodeCapacity;
  drawnPatterns(patterns);
  return labelledWorkload(
    "writeup",
    options,
    { patterns, nodeCapacity, cap },
    ({ seed, capacity, slots }) => {
      const traffic = new WriteupTraffic({ nodes: capacity / nodeCapacity, seed, patterns });
      const ratePerUser = nodeCapacity / WRITEUP_TRAFFIC.nodeCapacity;
      return Float64Array.from({ length: slots }, () => traffic.next() * ratePerUser);
    },
  );
}

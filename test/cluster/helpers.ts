import { type ClusterSpec, clusterSpec } from "../../lib/cluster/index.js";
import type { Workload } from "../../lib/workload/contract.js";

/** A constant load at a fraction of the cluster's capacity. */
export function constantLoad(fraction: number): Workload {
  return {
    name: `constant-${fraction}`,
    family: "constant",
    split: "train",
    parameters: { level: fraction },
    trace: ({ slots, capacity }) => new Float64Array(slots).fill(fraction * capacity),
  };
}

/** A whole fleet that is ready from the start. */
export function fullFleet(size: number, overrides: Partial<ClusterSpec> = {}): ClusterSpec {
  return clusterSpec({ size, initialFleet: size, ...overrides });
}

export const equalWeights = (size: number) => new Float64Array(size).fill(1);

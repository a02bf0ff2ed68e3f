import { BatchOfOne } from "../batch/batch-of-one.js";
import { WriteupClusterBatch, type WriteupOptions } from "./writeup-cluster-batch.js";

/**
 * One of the write-up's memoryless clusters: a batch of 1 behind the `Cluster` contract.
 * @example
 * const spec = cluster.writeupSpec({ size: 5 });
 * const load = workload.writeup({ patterns: "sustained" });
 * const nodes = new cluster.WriteupCluster({ spec, workload: load, steps: 100 });
 * nodes.reset(1);
 * nodes.step({ weights: [1, 1, 1, 1, 1], scale: 1 }).statistics.ready; // -> 2
 */
export class WriteupCluster extends BatchOfOne {
  constructor(options: WriteupOptions) {
    super("writeup", new WriteupClusterBatch(1, options));
  }
}

import { BatchOfOne } from "../batch/batch-of-one.js";
import { WriteupClusterBatch, type WriteupOptions } from "./writeup-cluster-batch.js";

/** One of the write-up's memoryless clusters: a batch of 1 behind the `Cluster` contract. */
export class WriteupCluster extends BatchOfOne {
  constructor(options: WriteupOptions) {
    super("writeup", new WriteupClusterBatch(1, options));
  }
}

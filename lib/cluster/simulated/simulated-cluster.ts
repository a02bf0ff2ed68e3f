import { BatchOfOne } from "../batch/batch-of-one.js";
import { SimulatedClusterBatch, type SimulationOptions } from "./simulated-cluster-batch.js";

/** One exact simulated cluster: a batch of 1 behind the `Cluster` contract. */
export class SimulatedCluster extends BatchOfOne {
  constructor(options: SimulationOptions) {
    super("sim", new SimulatedClusterBatch(1, options));
  }
}

import type { Workload } from "../../workload/index.js";
import { BatchOfOne } from "../batch/batch-of-one.js";
import { SimulatedClusterBatch, type SimulationOptions } from "./simulated-cluster-batch.js";

/**
 * One exact simulated cluster: a batch of 1 behind the `Cluster` contract.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 });
 * simulated.reset(1);
 * const { statistics } = simulated.step({ weights: [1, 1, 1, 1, 1], scale: 1 });
 * [statistics.scaleEffect, statistics.starting, statistics.ready]; // -> [1, 1, 3]
 */
export class SimulatedCluster extends BatchOfOne {
  constructor(options: SimulationOptions & { readonly workload: Workload }) {
    super("sim", new SimulatedClusterBatch(1, options));
  }
}

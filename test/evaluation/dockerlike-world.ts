import { clusterSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import { type ClusterWorld, simulatedSide } from "../../lib/evaluation/index.js";

/** Conditions of a quiet machine. */
export const QUIET = {
  lateness_mean: 0.001,
  lateness_max: 0.01,
  observation_time_median: 0.005,
  observation_time_p99: 0.02,
  host_busy_mean: 0.5,
  host_busy_steps: 0,
  overruns: 0,
};

/** The exact simulator under the name of the real cluster, its containers a little slower: for tests of what follows. */
export function dockerlikeWorld(changes: Partial<ClusterWorld> = {}): ClusterWorld {
  return {
    ...simulatedSide((size) => clusterSpec({ size })),
    kind: "docker",
    open: (setting) => {
      const containers = setting.spec.containers.map((container) => ({ ...container, serviceRate: 7.5 }));
      const cluster = new SimulatedCluster({ ...setting, spec: { ...setting.spec, containers } });
      return Object.assign(cluster, { kind: "docker" });
    },
    conditions: () => QUIET,
    name: "real",
    keepsRecords: true,
    otherCode: "keep",
    ...changes,
  };
}

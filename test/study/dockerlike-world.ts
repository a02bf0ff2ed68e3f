import { clusterSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import type { docker } from "../../lib/index.js";
import { type ClusterWorld, simulatedSide } from "../../lib/study/index.js";

/** Conditions of three steps on a quiet machine. */
const QUIET: readonly docker.StepConditions[] = [0.25, 0.5, 0.75].map((lateness, step) => ({
  step,
  time: step + 1 + lateness,
  lateness,
  observationTime: lateness / 8,
  actionDelay: 0,
  routingTime: 0,
  roundingError: 0,
  missed: 1,
  hostBusy: 0.5,
  hostOverloaded: 0,
  hostStolen: 0.01,
  coldStarts: step,
  coldStartTime: 2 * step,
}));

/** The exact simulator under the name of the real cluster, its containers a little slower: for tests of what follows. */
export function dockerlikeWorld(changes: Partial<ClusterWorld> = {}): ClusterWorld {
  return {
    ...simulatedSide({ spec: (size) => clusterSpec({ size }) }),
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

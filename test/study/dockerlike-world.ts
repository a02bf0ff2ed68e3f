import { writeFileSync } from "node:fs";
import { type RealTime, SimulatedCluster, type World, worldByName } from "../../lib/cluster/index.js";
import type { docker } from "../../lib/index.js";

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
export function dockerlikeWorld(changes: Partial<World> = {}, real: Partial<RealTime> = {}): World {
  return {
    ...worldByName("sim"),
    name: "docker",
    tunedAgents: "docker",
    open: (setting) => {
      const containers = setting.spec.containers.map((container) => ({ ...container, serviceRate: 7.5 }));
      const cluster = new SimulatedCluster({ ...setting, spec: { ...setting.spec, containers } });
      return Object.assign(cluster, { kind: "docker" });
    },
    real: {
      conditions: () => QUIET,
      saveRequests: async (_, file) => writeFileSync(file, ""),
      versions: async () => ({ docker: "", kernel: "", haproxy: "", load: "" }),
      spareSteps: 30,
      ...real,
    },
    ...changes,
  };
}

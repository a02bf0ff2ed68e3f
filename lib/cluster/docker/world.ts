import { join } from "node:path";
import { InputError } from "../../check/index.js";
import type { Cluster } from "../contract.js";
import { CALIBRATED_AGENTS, exactWorld, tunedAgents } from "../simulated/world.js";
import type { World, WorldSettings } from "../world.js";
import { SIMULATED_WORLDS } from "../worlds.js";
import type { DockerCluster } from "./docker-cluster.js";

/** Control steps by which requests reach beyond an episode: a control loop that missed intervals ends so much later. */
export const SPARE_STEPS = 30;

/** Seconds that a container may take to get ready: so many at least, or so many of the cold starts that are known of it. */
const LEAST_PATIENCE = 60;
const COLD_STARTS_OF_PATIENCE = 3;

/**
 * Real containers under Locust, as they were calibrated or described: the same specs, workloads and requests as in the exact simulator with
 * these settings.
 */
export function dockerWorld(settings: WorldSettings): World {
  const simulated = exactWorld(settings);
  const requireContainers = () => {
    if (settings.spec === undefined)
      throw new InputError(
        "cluster docker needs containers: name a calibration or another cluster file with --cluster-file (npx fleetlab calibrate makes one)",
      );
  };
  return {
    name: "docker",
    settings,
    agents: settings.clusterName ?? CALIBRATED_AGENTS,
    tunedAgents: tunedAgents("docker", settings),
    modules: [__filename, join(__dirname, "index.js")],
    spec(size) {
      requireContainers();
      return simulated.spec(size);
    },
    nodeCapacity: (size) => simulated.nodeCapacity(size),
    workload: (name, purpose) => simulated.workload(name, purpose),
    reward: (price) => simulated.reward(price),
    async open({ spec, workload, steps: asked, reward, signal }) {
      requireContainers();
      const [{ calibratedWorker }, { DockerCluster }, { LocustLoad }, { requestSchedule }] =
        await Promise.all([
          import("./calibration/calibration.js"),
          import("./docker-cluster.js"),
          import("./load/locust-load.js"),
          import("./load/request-schedule.js"),
        ]);
      const steps = asked + SPARE_STEPS;
      return DockerCluster.open({
        spec,
        steps,
        reward,
        signal,
        readyPatience: Math.max(LEAST_PATIENCE, COLD_STARTS_OF_PATIENCE * spec.coldStart),
        worker: calibratedWorker(settings),
        schedule: (seed) => requestSchedule({ spec, workload, seed, steps }),
        loadGenerator: () => LocustLoad.start(spec),
      });
    },
    real: {
      spareSteps: SPARE_STEPS,
      conditions: (cluster) => opened(cluster).conditions,
      async saveRequests(cluster, file) {
        await opened(cluster).finishLoad();
        await opened(cluster).saveRequests(file);
      },
      versions: (cluster) => opened(cluster).versions(),
    },
  };
}

/** Every world: those of simulated time, and "docker". */
export const ALL_WORLDS = Object.freeze({ ...SIMULATED_WORLDS, docker: dockerWorld });

/** Whoever holds a cluster of this world has it from `open`. */
function opened(cluster: Cluster): DockerCluster {
  return cluster as DockerCluster;
}

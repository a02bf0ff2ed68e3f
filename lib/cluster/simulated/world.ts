import { InputError } from "../../check/index.js";
import { windowed, workloadByName } from "../../workload/index.js";
import { costReward } from "../reward.js";
import { clusterCapacity, fleetSize, STANDARD_CONTAINER, specOfClasses } from "../spec.js";
import type { World, WorldSettings } from "../world.js";
import { SimulatedCluster } from "./simulated-cluster.js";
import { SimulatedClusterBatch } from "./simulated-cluster-batch.js";

/** Folder of agents that were trained on calibrated containers. */
export const CALIBRATED_AGENTS = "calibrated";

/** Folder of agents that were trained further in a world; those of a cluster of its own name are kept apart. */
export function tunedAgents(folder: string, { clusterName }: Pick<WorldSettings, "clusterName">): string {
  return clusterName === undefined ? folder : `${clusterName}-${folder}`;
}

/**
 * The exact simulator of standard containers, or of those that the settings describe.
 * @throws InputError where the settings give a service rate twice.
 */
export function exactWorld(settings: WorldSettings): World {
  const { serviceRate, spec: changes, clusterName, wholeFleet = false } = settings;
  const hasRate = serviceRate !== undefined && serviceRate !== null;
  if (hasRate && changes !== undefined)
    throw new InputError(`serviceRate is ${serviceRate}, but the spec's containers hold it: leave it out`);
  const containers = hasRate ? [{ ...STANDARD_CONTAINER, serviceRate }] : undefined;
  const whole = changes ?? (containers === undefined ? {} : { containers });
  const spec = (size: number) => {
    const own = specOfClasses(whole, size);
    return wholeFleet ? { ...own, initialFleet: size } : own;
  };
  const nodeCapacity = (size = fleetSize(whole)) => clusterCapacity(specOfClasses(whole, size)) / size;
  return {
    name: "sim",
    settings,
    agents: clusterName ?? (changes === undefined ? "sim" : CALIBRATED_AGENTS),
    tunedAgents: tunedAgents("sim-phase-2", settings),
    modules: [__filename],
    spec,
    nodeCapacity,
    workload: (name, purpose = "evaluation") =>
      workloadByName(name, { nodeCapacity: nodeCapacity(), purpose }),
    reward: costReward,
    open: (setting) => new SimulatedCluster(setting),
    openTraining: (clusters, { size, workload, steps, reward }) =>
      new SimulatedClusterBatch(clusters, {
        spec: spec(size),
        workload: windowed(
          workloadByName(workload, { purpose: "training", nodeCapacity: nodeCapacity(size) }),
        ),
        steps,
        reward,
      }),
    openEpisodes: (clusters, { size, steps, reward }) =>
      new SimulatedClusterBatch(clusters, { spec: spec(size), steps, reward }),
  };
}

import { InputError } from "../../check/index.js";
import { WriteupTraffic, windowed, workloadByName } from "../../workload/index.js";
import type { World, WorldSettings } from "../world.js";
import { writeupReward } from "./reward.js";
import { WRITEUP_USERS_PER_NODE, writeupSpec } from "./spec.js";
import { WriteupCluster } from "./writeup-cluster.js";
import { WriteupClusterBatch } from "./writeup-cluster-batch.js";

/**
 * The write-up's memoryless simulator.
 * @throws InputError where the settings describe other containers than its own: its formulas know but their service rate.
 */
export function writeupWorld(settings: WorldSettings): World {
  const { serviceRate, spec: changes, wholeFleet = false } = settings;
  if (changes !== undefined)
    throw new InputError("spec is for cluster sim or docker, not for writeup: leave it out");
  const spec = (size: number) =>
    writeupSpec({
      size,
      ...(typeof serviceRate === "number" && { serviceRate }),
      ...(wholeFleet && { initialFleet: size }),
    });
  return {
    name: "writeup",
    settings,
    agents: "writeup",
    tunedAgents: "writeup-phase-2",
    modules: [__filename],
    spec,
    nodeCapacity: () => WRITEUP_USERS_PER_NODE,
    workload: (name, purpose = "evaluation") =>
      workloadByName(name, { nodeCapacity: WRITEUP_USERS_PER_NODE, purpose }),
    reward: () => writeupReward(),
    open: (setting) => new WriteupCluster(setting),
    openTraining(clusters, { size, workload: name, steps, reward }) {
      const nodeCapacity = WRITEUP_USERS_PER_NODE;
      const workload = workloadByName(name, { purpose: "training", nodeCapacity });
      return new WriteupClusterBatch(clusters, {
        spec: spec(size),
        steps,
        reward,
        // As in the write-up, the clock of its own traffic runs on over resets.
        ...(workload.family === "writeup"
          ? { traffic: (seed: number) => new WriteupTraffic({ nodes: size, seed, patterns: "training" }) }
          : { workload: windowed(workload) }),
      });
    },
  };
}

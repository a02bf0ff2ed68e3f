import { ContainerState, type Observation } from "./contract.js";

/**
 * Containers that serve now or soon: starting or ready.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const observation = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 }).reset(1);
 * cluster.runningCount(observation as cluster.Observation); // -> 3
 */
export function runningCount(observation: Observation): number {
  let running = 0;
  for (let i = 0; i < observation.size; i++) if (isRunning(observation.state[i])) running++;
  return running;
}

/** Whether a container in `state` serves now or soon: starting or ready. */
export function isRunning(state: number): boolean {
  return state === ContainerState.starting || state === ContainerState.ready;
}

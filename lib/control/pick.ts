import { ContainerState, type Observation } from "../cluster/contract.js";
import { isRunning } from "../cluster/running.js";

/**
 * The containers that `+pick` starts or stops, |scale| of them or as many as there are: up, the fastest that are off or draining
 * (the first of equals first); down, the slowest that run (the last of equals first), as in the cluster's own order.
 * @example
 * const containers = [4, 8, 8, 12].map((serviceRate) => ({ cpuShare: 0.1, memoryMiB: 128, serviceRate }));
 * const spec = cluster.clusterSpec({ containers, initialFleet: 2 });
 * const load = workload.workloadByName("constant-0.5");
 * const observation = new cluster.SimulatedCluster({ spec, workload: load, steps: 9 }).reset(1);
 * control.pickContainers(observation, 1); // -> [3]
 * control.pickContainers(observation, -1); // -> [0]
 */
export function pickContainers(observation: Observation, scale: number): readonly number[] {
  const { state, serviceRate } = observation;
  const candidates: number[] = [];
  for (let i = 0; i < observation.size; i++) {
    const isStartable = state[i] === ContainerState.off || state[i] === ContainerState.draining;
    if (scale > 0 ? isStartable : isRunning(state[i])) candidates.push(i);
  }
  candidates.sort((a, b) =>
    scale > 0 ? serviceRate[b] - serviceRate[a] || a - b : serviceRate[a] - serviceRate[b] || b - a,
  );
  return candidates.slice(0, Math.abs(scale));
}

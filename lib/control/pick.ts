import { ContainerState, type Observation, type ScaleCommand } from "../cluster/contract.js";
import { isRunning } from "./observed.js";

/**
 * The container that `+pick` starts or stops: up, the fastest that is off or draining (the first of equals); down, the
 * slowest that runs (the last of equals), as in the cluster's own order. -1 on hold or where there is none.
 */
export function pickContainer(observation: Observation, scale: ScaleCommand): number {
  if (scale === 0) return -1;
  const { size, state, serviceRate } = observation;
  let picked = -1;
  for (let i = 0; i < size; i++) {
    if (scale === 1) {
      const startable = state[i] === ContainerState.off || state[i] === ContainerState.draining;
      if (startable && (picked < 0 || serviceRate[i] > serviceRate[picked])) picked = i;
    } else if (isRunning(state[i]) && (picked < 0 || serviceRate[i] <= serviceRate[picked])) picked = i;
  }
  return picked;
}

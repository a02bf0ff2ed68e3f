import { ContainerState, type Observation } from "../cluster/contract.js";

/** Mean CPU of the ready containers, 0 .. 1; NaN where none is ready or no interval has been observed yet. */
export function meanReadyCpu(observation: Observation): number {
  if (observation.time === 0) return Number.NaN;
  let sum = 0;
  let ready = 0;
  for (let i = 0; i < observation.size; i++) {
    if (observation.state[i] !== ContainerState.ready) continue;
    sum += observation.cpu[i];
    ready++;
  }
  return sum / ready;
}

/** Containers that serve now or soon: starting or ready. */
export function runningCount(observation: Observation): number {
  let running = 0;
  for (let i = 0; i < observation.size; i++) if (isRunning(observation.state[i])) running++;
  return running;
}

/** Whether a container in `state` serves now or soon: starting or ready. */
export function isRunning(state: number): boolean {
  return state === ContainerState.starting || state === ContainerState.ready;
}

/** The command of one container that moves the number of running containers towards `target`, which is cut to 1 .. N. */
export function commandTowards(target: number, observation: Observation): number {
  const reachable = Math.min(Math.max(target, 1), observation.size);
  return Math.sign(reachable - runningCount(observation));
}

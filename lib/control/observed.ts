import { ContainerState, type Observation } from "../cluster/contract.js";
import { runningCount } from "../cluster/running.js";

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

/**
 * The command that brings the number of running containers to `target`, a whole number, which is cut to 1 .. N. The composition
 * cuts it to the largest step.
 */
export function commandTowards(target: number, observation: Observation): number {
  const reachable = Math.min(Math.max(target, 1), observation.size);
  return reachable - runningCount(observation);
}

/** `scale` cut to -largest .. largest. */
export function atMost(largest: number, scale: number): number {
  return Math.min(Math.max(scale, -largest), largest);
}

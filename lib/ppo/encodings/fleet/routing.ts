import { ContainerState, type Observation } from "../../../cluster/index.js";

/** Weights as corrections of the dispatch's own. */
export interface FleetRouting {
  /** Containers that vectors have room for, N or more. */
  readonly slots: number;
  /** Largest factor by which a weight is raised or lowered; default 4. */
  readonly span?: number | undefined;
}

/** What is shown of each container, a block each. */
export const CONTAINER_FEATURES = Object.freeze([
  "ready",
  "starting",
  "requests held",
  "cpu",
  "response time",
  "service rate",
]);

/** Writes the blocks into the first numbers of `vector`; places beyond the last container show zeros. */
export function writeContainers(
  observation: Observation,
  { sla, capacity }: { readonly sla: number; readonly capacity: number },
  slots: number,
  vector: Float64Array,
): void {
  const { size, state, queueDepth, cpu, latency, serviceRate } = observation;
  vector.fill(0, 0, CONTAINER_FEATURES.length * slots);
  for (let i = 0; i < size; i++) {
    vector[i] = state[i] === ContainerState.ready ? 1 : 0;
    vector[slots + i] = state[i] === ContainerState.starting ? 1 : 0;
    vector[2 * slots + i] = Math.log1p(queueDepth[i]) / 2;
    vector[3 * slots + i] = cpu[i];
    vector[4 * slots + i] = Math.log1p((4 * latency[i]) / sla);
    vector[5 * slots + i] = (serviceRate[i] * size) / capacity;
  }
}

/**
 * Weights of containers with service rates mu_i: those of the dispatch on its own, corrected,
 *
 *     w_i = mu_i span^clip(a_i, -1, 1),
 *
 * for the first numbers a of an action vector. With a = 0 they are the `least-connections` router's.
 */
export function correctWeights(
  rates: Float64Array,
  span: number,
  vector: ArrayLike<number>,
  weights: Float64Array,
): void {
  for (let i = 0; i < rates.length; i++) weights[i] = rates[i] * span ** Math.min(Math.max(vector[i], -1), 1);
}

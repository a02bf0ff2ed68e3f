import { type ClusterSpec, clusterCapacity } from "../cluster/index.js";
import { squareRootFleet } from "./capacity-command.js";

/**
 * Containers ready at the start of an episode of the ladder: enough for the first rate,
 *
 *   min(N, ceil(R + 2 sqrt(R))),   R = rate / mu, at least 1,
 *
 * for its offered load R, mu the mean service rate of a container.
 * @param rate requests/s, >= 0.
 * @example
 * control.startFleet(cluster.clusterSpec({ size: 15 }), 32); // -> 8
 */
export function startFleet(spec: ClusterSpec, rate: number): number {
  const { length: size } = spec.containers;
  const load = (rate * size) / clusterCapacity(spec);
  return Math.max(1, Math.min(size, Math.ceil(squareRootFleet(load, 2))));
}

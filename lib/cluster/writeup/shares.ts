import { ContainerState } from "../contract.js";

/**
 * Turns one cluster's weights into shares of its ready nodes, x_i = w_i / sum of w, equal where all weights are 0, and
 * returns the routing error: the total-variation distance from shares proportional to service rates. The arrays of nodes
 * hold the cluster's from `first` on; `serviceRate` has length N.
 */
export function shareAmongReady(
  weights: Float64Array,
  state: Uint8Array,
  serviceRate: Float64Array,
  shares: Float64Array,
  first: number,
): number {
  const size = serviceRate.length;
  let largest = 0;
  let count = 0;
  let capacity = 0;
  for (let i = 0; i < size; i++) {
    if (state[first + i] !== ContainerState.ready) continue;
    if (weights[first + i] > largest) largest = weights[first + i];
    count++;
    capacity += serviceRate[i];
  }
  // Relative to the largest, so that no sum overflows.
  let sum = 0;
  for (let c = first; c < first + size; c++)
    if (state[c] === ContainerState.ready && largest > 0) sum += weights[c] / largest;
  let distance = 0;
  for (let i = 0; i < size; i++) {
    const c = first + i;
    if (state[c] === ContainerState.ready) {
      shares[c] = largest > 0 ? weights[c] / largest / sum : 1 / count;
      distance += Math.abs(shares[c] - serviceRate[i] / capacity);
    } else shares[c] = 0;
  }
  return distance / 2;
}

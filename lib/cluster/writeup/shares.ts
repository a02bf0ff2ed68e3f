import { ContainerState } from "../contract.js";

/**
 * Turns one cluster's weights into shares of its ready nodes, x_i = w_i / sum of w, equal where all weights are 0, and 0 for
 * nodes that aren't ready. Arrays hold the cluster's `size` nodes from `first` on.
 */
export function shareAmongReady(
  weights: Float64Array,
  state: Uint8Array,
  shares: Float64Array,
  first: number,
  size: number,
): void {
  let largest = 0;
  let count = 0;
  for (let c = first; c < first + size; c++) {
    if (state[c] !== ContainerState.ready) continue;
    if (weights[c] > largest) largest = weights[c];
    count++;
  }
  // Relative to the largest, so that no sum overflows.
  let sum = 0;
  for (let c = first; c < first + size; c++)
    if (state[c] === ContainerState.ready && largest > 0) sum += weights[c] / largest;
  for (let c = first; c < first + size; c++) {
    if (state[c] !== ContainerState.ready) shares[c] = 0;
    else shares[c] = largest > 0 ? weights[c] / largest / sum : 1 / count;
  }
}

import { ContainerState } from "./contract.js";

/** Largest weight of a server in HAProxy; weights are whole numbers from 0 to this. */
export const MAX_WEIGHT = 256;

/** Throws a RangeError unless `weights` is `size` finite numbers, each zero or more. */
export function checkWeights(weights: ArrayLike<number>, size: number, offset = 0): void {
  if (weights.length - offset < size)
    throw new RangeError(`weights must have length ${size}, got ${weights.length - offset}`);
  for (let i = 0; i < size; i++) {
    const weight = weights[offset + i];
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`weights[${i}] must be finite and zero or more, got ${weight}`);
  }
}

/**
 * Rounds weights to what the proxy takes: w_i = round(256 x_i / max x) over the ready containers, 0 elsewhere; 256 for
 * every ready container where all of theirs are 0. Writes into `rounded` and returns the sum. The three arrays hold the
 * cluster's containers from `offset` on.
 * @param most what takes the place of 256 (`ClusterSpec.largestWeight`).
 * @example
 * const rounded = new Float64Array(3);
 * cluster.roundWeights([0.5, 0.25, 0], Uint8Array.of(2, 2, 2), 3, rounded); // -> 384
 * rounded; // -> [256, 128, 0]
 */
export function roundWeights(
  weights: ArrayLike<number>,
  state: Uint8Array,
  size: number,
  rounded: Float64Array,
  offset = 0,
  most = MAX_WEIGHT,
): number {
  let largest = 0;
  for (let c = offset; c < offset + size; c++)
    if (state[c] === ContainerState.ready && weights[c] > largest) largest = weights[c];
  let sum = 0;
  for (let c = offset; c < offset + size; c++) {
    let weight = 0;
    if (state[c] === ContainerState.ready)
      weight = largest > 0 ? Math.round((most * weights[c]) / largest) : most;
    rounded[c] = weight;
    sum += weight;
  }
  return sum;
}

/**
 * Total-variation distance of one cluster's shares from shares proportional to service rates, both over ready containers:
 * half the sum of |x_i - mu_i / sum of mu|. `shares` and `state` hold its containers from `first` on; `serviceRate` has length N.
 */
export function capacityDistance(
  shares: Float64Array,
  state: Uint8Array,
  serviceRate: Float64Array,
  first: number,
): number {
  let capacity = 0;
  for (let i = 0; i < serviceRate.length; i++)
    if (state[first + i] === ContainerState.ready) capacity += serviceRate[i];
  let distance = 0;
  for (let i = 0; i < serviceRate.length; i++)
    if (state[first + i] === ContainerState.ready)
      distance += Math.abs(shares[first + i] - serviceRate[i] / capacity);
  return distance / 2;
}

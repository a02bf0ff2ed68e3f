import { ContainerState } from "../../contract.js";

/** Weights of ready containers as shares of their sum, 0 for the others; equal where all are 0. */
export function sharesOf(weights: ArrayLike<number>, state: Uint8Array): Float64Array {
  const isReady = (i: number) => state[i] === ContainerState.ready;
  const shares = Float64Array.from(state, (_, i) => (isReady(i) ? weights[i] : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  const ready = state.filter((value) => value === ContainerState.ready).length;
  return shares.map((share, i) => (sum > 0 ? share / sum : isReady(i) ? 1 / ready : 0));
}

/** Half the sum of the differences between two distributions. */
export function totalVariation(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, share, i) => sum + Math.abs(share - y[i]), 0) / 2;
}

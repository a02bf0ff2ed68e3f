import type { Dispatch } from "../contract.js";

/** What `Dispatcher` can do. */
export const SIMULATED_DISPATCHES: readonly Dispatch[] = Object.freeze([
  "random",
  "smooth-weighted-round-robin",
]);

/**
 * Chooses a container for each request, for many clusters of `size` containers: `random` draws from the shares
 * (Poisson splitting), `smooth-weighted-round-robin` spaces each container's turns evenly: every turn adds w_i to the
 * credit of container i, the largest credit wins and pays the sum of weights.
 */
export class Dispatcher {
  readonly #credit: Float64Array;
  readonly #random: boolean;

  constructor(
    clusters: number,
    readonly size: number,
    dispatch: Dispatch,
  ) {
    this.#credit = new Float64Array(clusters * size);
    this.#random = dispatch === "random";
  }

  /** Forgets the credits of cluster `b`. */
  clear(b: number): void {
    this.#credit.fill(0, b * this.size, (b + 1) * this.size);
  }

  /** Takes over the credits of cluster `b` of another dispatcher, as its first cluster. */
  copyFrom(other: Dispatcher, b: number): void {
    this.#credit.set(other.#credit.subarray(b * this.size, (b + 1) * this.size));
  }

  /**
   * Index within cluster `b` of the container for the next request.
   * @param weights whole weights of all clusters; those of containers that aren't ready are 0
   * @param sum sum of the cluster's weights, > 0
   * @param uniform the request's routing draw in (0, 1)
   */
  choose(b: number, weights: Float64Array, sum: number, uniform: number): number {
    const offset = b * this.size;
    return this.#random ? this.#draw(offset, weights, sum * uniform) : this.#nextTurn(offset, weights, sum);
  }

  #draw(offset: number, weights: Float64Array, point: number): number {
    let last = 0;
    let cumulative = 0;
    for (let i = 0; i < this.size; i++) {
      const weight = weights[offset + i];
      if (weight === 0) continue;
      last = i;
      cumulative += weight;
      if (point < cumulative) return i;
    }
    return last;
  }

  #nextTurn(offset: number, weights: Float64Array, sum: number): number {
    const credit = this.#credit;
    let best = -1;
    let bestCredit = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.size; i++) {
      const weight = weights[offset + i];
      if (weight === 0) continue;
      const value = credit[offset + i] + weight;
      credit[offset + i] = value;
      if (value > bestCredit) {
        bestCredit = value;
        best = i;
      }
    }
    credit[offset + best] -= sum;
    return best;
  }
}

import type { Dispatcher, DispatchSetting } from "./dispatcher.js";

/** Smooth weighted round robin that looks through all containers at each turn: the definition, and quickest for a few. */
export class RoundRobinScan implements Dispatcher {
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #credit: Float64Array;
  readonly #sum: Float64Array;

  constructor({ clusters, spec, weights }: DispatchSetting) {
    this.#size = spec.containers.length;
    this.#weights = weights;
    this.#credit = new Float64Array(weights.length);
    this.#sum = new Float64Array(clusters);
  }

  clear(b: number): void {
    this.#credit.fill(0, b * this.#size, (b + 1) * this.#size);
  }

  copyFrom(other: RoundRobinScan, b: number): void {
    this.#credit.set(other.#credit.subarray(b * this.#size, (b + 1) * this.#size));
  }

  follow(b: number, sum: number): void {
    this.#sum[b] = sum;
  }

  advance(): void {}

  choose(b: number): number {
    const credit = this.#credit;
    const weights = this.#weights;
    const first = b * this.#size;
    let best = -1;
    let bestCredit = Number.NEGATIVE_INFINITY;
    for (let c = first; c < first + this.#size; c++) {
      const weight = weights[c];
      if (weight === 0) continue;
      const value = credit[c] + weight;
      credit[c] = value;
      if (value > bestCredit) {
        bestCredit = value;
        best = c;
      }
    }
    credit[best] -= this.#sum[b];
    return best - first;
  }

  accept(): void {}
}

import type { TurnCredits, Turns } from "./turns.js";

/** Looks through all containers at each turn: the definition, and quickest for a few. */
export class TurnsByScan implements Turns {
  readonly #size: number;
  readonly #credit: Float64Array;
  readonly #weights: Float64Array;
  readonly #sum: Float64Array;

  constructor(clusters: number, size: number, { credit, weights }: TurnCredits) {
    this.#size = size;
    this.#credit = credit;
    this.#weights = weights;
    this.#sum = new Float64Array(clusters);
  }

  begin(b: number, sum: number): void {
    this.#sum[b] = sum;
  }

  next(b: number): number {
    const credit = this.#credit;
    const weights = this.#weights;
    const first = b * this.#size;
    const last = first + this.#size;
    let best = -1;
    let bestCredit = Number.NEGATIVE_INFINITY;
    for (let c = first; c < last; c++) {
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

  risen(): number {
    return 0;
  }
}

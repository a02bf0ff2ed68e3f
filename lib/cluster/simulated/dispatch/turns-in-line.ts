import type { TurnCredits, Turns } from "./turns.js";

/**
 * Turns where all weights are equal: credits rise alike, so the order of containers by credit changes only where the winner steps
 * back, nearly always to the end. A turn costs the same whatever N is.
 */
export class TurnsInLine implements Turns {
  readonly #size: number;
  readonly #credit: Float64Array;
  readonly #weights: Float64Array;
  readonly #sum: Float64Array;
  readonly #turn: Float64Array;
  /** Containers with a weight by credit, the first of equal ones before: a ring from `#head` on, whose length is a power of 2. */
  readonly #line: Int32Array;
  readonly #ring: number;
  readonly #head: Int32Array;
  readonly #count: Int32Array;

  constructor(clusters: number, size: number, { credit, weights }: TurnCredits) {
    this.#size = size;
    this.#credit = credit;
    this.#weights = weights;
    this.#sum = new Float64Array(clusters);
    this.#turn = new Float64Array(clusters);
    this.#ring = 2 ** Math.ceil(Math.log2(size));
    this.#line = new Int32Array(clusters * this.#ring);
    this.#head = new Int32Array(clusters);
    this.#count = new Int32Array(clusters);
  }

  begin(b: number, sum: number): void {
    this.#sum[b] = sum;
    this.#turn[b] = 0;
    this.#count[b] = 0;
    for (let c = b * this.#size; c < (b + 1) * this.#size; c++) if (this.#weights[c] > 0) this.#enter(b, c);
  }

  next(b: number): number {
    this.#turn[b]++;
    const head = this.#head[b];
    const winner = this.#line[b * this.#ring + head];
    this.#head[b] = (head + 1) & (this.#ring - 1);
    this.#count[b]--;
    this.#credit[winner] -= this.#sum[b];
    this.#enter(b, winner);
    return winner - b * this.#size;
  }

  risen(b: number): number {
    return this.#turn[b];
  }

  /** Puts a container into the line, behind those with more credit. */
  #enter(b: number, c: number): void {
    const line = this.#line;
    const credit = this.#credit;
    const mask = this.#ring - 1;
    const first = b * this.#ring;
    const own = credit[c];
    let place = this.#head[b] + this.#count[b];
    for (let ahead = this.#count[b]++; ahead > 0; ahead--, place--) {
      const before = line[first + ((place - 1) & mask)];
      if (credit[before] > own || (credit[before] === own && before < c)) break;
      line[first + (place & mask)] = before;
    }
    line[first + (place & mask)] = c;
  }
}

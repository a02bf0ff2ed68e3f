import type { Dispatcher, DispatchSetting } from "./dispatcher.js";
import type { Turns } from "./turns.js";
import { TurnsByScan } from "./turns-by-scan.js";
import { TurnsByTournament } from "./turns-by-tournament.js";
import { TurnsInLine } from "./turns-in-line.js";

/** Containers up to which looking through all of them is quicker than a tournament, where weights differ. */
const SCANNED = 64;

/**
 * Smooth weighted round robin, which spaces each container's turns evenly: every turn adds w_i to the credit of container i,
 * the largest credit wins, the first of equal ones, and pays the sum of weights. A container without a weight keeps its
 * credit. HAProxy's `roundrobin`.
 */
export class RoundRobin implements Dispatcher {
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #credit: Float64Array;
  readonly #inForce: Float64Array;
  /** Turns while all weights are equal, and while they differ; which of them each cluster takes. */
  readonly #alike: TurnsInLine;
  readonly #unlike: Turns;
  readonly #isAlike: Uint8Array;

  constructor({ clusters, spec, weights }: DispatchSetting) {
    this.#size = spec.containers.length;
    this.#weights = weights;
    this.#credit = new Float64Array(weights.length);
    this.#inForce = new Float64Array(weights.length);
    const credits = { credit: this.#credit, weights: this.#inForce };
    this.#alike = new TurnsInLine(clusters, this.#size, credits);
    const UnlikeTurns = this.#size <= SCANNED ? TurnsByScan : TurnsByTournament;
    this.#unlike = new UnlikeTurns(clusters, this.#size, credits);
    this.#isAlike = new Uint8Array(clusters);
  }

  clear(b: number): void {
    const first = b * this.#size;
    this.#inForce.fill(0, first, first + this.#size);
    this.#credit.fill(0, first, first + this.#size);
  }

  copyFrom(other: RoundRobin, b: number): void {
    const from = b * this.#size;
    const risen = other.#turns(b).risen(b);
    for (let i = 0; i < this.#size; i++)
      this.#credit[i] = other.#credit[from + i] + other.#inForce[from + i] * risen;
    this.#inForce.fill(0);
  }

  follow(b: number, sum: number): void {
    const weights = this.#weights;
    const inForce = this.#inForce;
    const first = b * this.#size;
    const last = first + this.#size;
    let same = true;
    for (let c = first; c < last && same; c++) same = weights[c] === inForce[c];
    if (same) return;
    const risen = this.#turns(b).risen(b);
    let largest = 0;
    let able = 0;
    for (let c = first; c < last; c++) {
      this.#credit[c] += inForce[c] * risen;
      const weight = weights[c];
      inForce[c] = weight;
      if (weight > largest) largest = weight;
      if (weight > 0) able++;
    }
    this.#isAlike[b] = sum === able * largest ? 1 : 0;
    this.#turns(b).begin(b, sum);
  }

  advance(): void {}

  choose(b: number): number {
    return this.#isAlike[b] === 1 ? this.#alike.next(b) : this.#unlike.next(b);
  }

  accept(): void {}

  #turns(b: number): Turns {
    return this.#isAlike[b] === 1 ? this.#alike : this.#unlike;
  }
}

import type { TurnCredits, Turns } from "./turns.js";

/**
 * Turns of many containers. Credits rise in straight lines, credit + w x turns, so a kinetic tournament holds the largest: every
 * node of a binary tree knows which container wins below it, and at which turn that may next change. A turn plays the matches
 * that are due again and those above its winner, about log2 N of each, and chooses what looking through all containers would.
 *
 * Source: Basch, Guibas and Hershberger, Data structures for mobile data, J. Algorithms 31 (1999) 1-28.
 */
export class TurnsByTournament implements Turns {
  readonly #size: number;
  readonly #leaves: number;
  readonly #credit: Float64Array;
  readonly #weights: Float64Array;
  readonly #sum: Float64Array;
  readonly #turn: Float64Array;
  /** Container that wins below each node, -1 where none has a weight: root 1, children of p at 2p and 2p + 1. */
  readonly #winner: Int32Array;
  /** First turn at which a match at or below each node must be played again. */
  readonly #due: Float64Array;

  constructor(clusters: number, size: number, { credit, weights }: TurnCredits) {
    this.#size = size;
    this.#leaves = 2 ** Math.ceil(Math.log2(size));
    this.#credit = credit;
    this.#weights = weights;
    this.#sum = new Float64Array(clusters);
    this.#turn = new Float64Array(clusters);
    this.#winner = new Int32Array(clusters * 2 * this.#leaves).fill(-1);
    this.#due = new Float64Array(clusters * 2 * this.#leaves).fill(Number.POSITIVE_INFINITY);
  }

  begin(b: number, sum: number): void {
    this.#turn[b] = 0;
    this.#sum[b] = sum;
    const first = b * this.#size;
    const root = 2 * b * this.#leaves;
    for (let i = 0; i < this.#size; i++)
      this.#winner[root + this.#leaves + i] = this.#weights[first + i] > 0 ? first + i : -1;
    for (let p = this.#leaves - 1; p > 0; p--) this.#play(root, p, 0);
  }

  next(b: number): number {
    const root = 2 * b * this.#leaves;
    const turn = ++this.#turn[b];
    if (this.#due[root + 1] <= turn) this.#playDue(root, 1, turn);
    const best = this.#winner[root + 1];
    this.#credit[best] -= this.#sum[b];
    const i = best - b * this.#size;
    for (let p = (this.#leaves + i) >> 1; p > 0; p >>= 1) this.#play(root, p, turn);
    return i;
  }

  risen(b: number): number {
    return this.#turn[b];
  }

  /** Plays the matches at or below node p that are due by `turn`, lowest first. */
  #playDue(root: number, p: number, turn: number): void {
    const due = this.#due;
    if (2 * p < this.#leaves) {
      if (due[root + 2 * p] <= turn) this.#playDue(root, 2 * p, turn);
      if (due[root + 2 * p + 1] <= turn) this.#playDue(root, 2 * p + 1, turn);
    }
    this.#play(root, p, turn);
  }

  /** Plays the match of node p at `turn`; the left one wins where credits are equal, since it comes first in the cluster. */
  #play(root: number, p: number, turn: number): void {
    const weights = this.#weights;
    const due = this.#due;
    const left = this.#winner[root + 2 * p];
    const right = this.#winner[root + 2 * p + 1];
    let winner = left;
    let next = Number.POSITIVE_INFINITY;
    if (left < 0) winner = right;
    else if (right >= 0) {
      const lead = this.#credit[left] - this.#credit[right] + (weights[left] - weights[right]) * turn;
      const gain = weights[right] - weights[left];
      if (lead >= 0) {
        if (gain > 0) next = turn + Math.floor(lead / gain) + 1;
      } else {
        winner = right;
        if (gain < 0) next = turn + Math.ceil(lead / gain);
      }
    }
    this.#winner[root + p] = winner;
    if (2 * p < this.#leaves) next = Math.min(next, due[root + 2 * p], due[root + 2 * p + 1]);
    due[root + p] = next;
  }
}

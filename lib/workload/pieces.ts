import type { SlotMean } from "./family.js";

/** A stretch of constant intensity. */
export interface Piece {
  /** In s, >= 0. */
  readonly length: number;
  readonly value: number;
}

/** The exact slot means of an intensity that is constant piece by piece; `next` gives the pieces in order of time. */
export function pieceMean(next: () => Piece): SlotMean {
  let left = 0;
  let value = 0;
  return (_start, length) => {
    let needed = length;
    let sum = 0;
    while (needed > left) {
      sum += left * value;
      needed -= left;
      ({ length: left, value } = next());
    }
    left -= needed;
    return (sum + needed * value) / length;
  };
}

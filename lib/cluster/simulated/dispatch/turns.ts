/** Numbers of all clusters that turns of smooth weighted round robin are taken by, B x N. */
export interface TurnCredits {
  /** Credits, but for what they rose in the turns that `risen` counts. */
  readonly credit: Float64Array;
  /** Weights in force; a container with weight 0 takes no turn. */
  readonly weights: Float64Array;
}

/**
 * Turns of smooth weighted round robin while the weights stay as they are: every turn adds its weight to each credit, the largest
 * credit wins, the first of equal ones, and pays the sum of weights.
 */
export interface Turns {
  /** Begins with the credits and weights of cluster `b`, which add up to `sum`. */
  begin(b: number, sum: number): void;
  /** Index within cluster `b` of the next turn's winner. */
  next(b: number): number;
  /** Turns of cluster `b` since it began whose rise isn't in the credits yet. */
  risen(b: number): number;
}

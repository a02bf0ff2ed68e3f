import { requireFinite } from "../check/index.js";

/** Scores of one method: of several runs, or a matrix runs x tasks. */
export type Scores = readonly number[] | readonly (readonly number[])[];

/** Throws unless `scores` is a non-empty array of finite numbers. */
export function requireScores(name: string, scores: readonly number[], minimum = 1): void {
  if (scores.length < minimum)
    throw new RangeError(`${name} must hold at least ${minimum} number(s), got ${scores.length}`);
  for (const [i, score] of scores.entries()) requireFinite(`${name}[${i}]`, score);
}

/** Whether `scores` is a matrix. */
export function isMatrix(scores: Scores): scores is readonly (readonly number[])[] {
  return Array.isArray(scores[0]);
}

/** Throws unless `scores` is a rectangular matrix of finite numbers with at least one entry. */
export function requireMatrix(name: string, scores: readonly (readonly number[])[]): void {
  const tasks = scores[0]?.length ?? 0;
  for (const [i, row] of scores.entries()) {
    if (row.length !== tasks)
      throw new RangeError(`${name}[${i}] must hold ${tasks} tasks as ${name}[0] does, got ${row.length}`);
    requireScores(`${name}[${i}]`, row);
  }
}

/** Throws unless `x` and `y` are equally many finite numbers. */
export function requirePairs(x: readonly number[], y: readonly number[], minimum = 1): void {
  requireScores("x", x, minimum);
  requireScores("y", y, minimum);
  if (x.length !== y.length)
    throw new RangeError(`y must hold as many numbers as x (${x.length}), got ${y.length}`);
}

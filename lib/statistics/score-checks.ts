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

/** Throws unless all rows of `scores` are of one length. */
export function requireRectangle(name: string, scores: readonly (readonly number[])[]): void {
  const tasks = scores[0]?.length ?? 0;
  for (let i = 0; i < scores.length; i++)
    if (scores[i]?.length !== tasks)
      throw new RangeError(
        `${name}[${i}] must hold ${tasks} tasks as ${name}[0] does, got ${scores[i]?.length ?? String(scores[i])}`,
      );
}

/** Throws unless `scores` is a rectangular matrix of finite numbers with at least one entry. */
export function requireMatrix(name: string, scores: readonly (readonly number[])[]): void {
  requireRectangle(name, scores);
  for (const [i, row] of scores.entries()) requireScores(`${name}[${i}]`, row);
}

/** Throws unless `x` and `y` are both scores of runs, or both matrices with the same tasks (columns): one of them may be transposed. */
export function requireSameTasks(x: Scores, y: Scores): void {
  if (isMatrix(x) !== isMatrix(y))
    throw new RangeError("x and y must both be scores of runs, or both matrices runs x tasks");
  if (!isMatrix(x) || !isMatrix(y)) return;
  const [tasks, others] = [x, y].map((scores) => scores[0].length);
  if (others !== tasks) throw new RangeError(`y must have as many tasks as x (${tasks}), got ${others}`);
}

/** Throws unless `x` and `y` are equally many finite numbers. */
export function requirePairs(x: readonly number[], y: readonly number[], minimum = 1): void {
  requireScores("x", x, minimum);
  requireScores("y", y, minimum);
  if (x.length !== y.length)
    throw new RangeError(`y must hold as many numbers as x (${x.length}), got ${y.length}`);
}

import { isMatrix, requireMatrix, requireSameTasks, requireScores, type Scores } from "./score-checks.js";

/**
 * The probability that a run of X scores higher than a run of Y: P(X > Y) + P(X = Y) / 2 over all pairs of runs. For
 * matrices runs x tasks it is the mean over tasks of each task's probability.
 *
 * @returns between 0 and 1; 1/2 for equals.
 * @throws RangeError when there is no score, one isn't finite, or the matrices have different tasks.
 * Source: Mann and Whitney (1947); over tasks: Agarwal et al. (2021).
 * @example
 * statistics.probabilityOfImprovement([2, 3], [1, 3]); // -> 0.625
 */
export function probabilityOfImprovement(x: Scores, y: Scores): number {
  requireSameTasks(x, y);
  if (isMatrix(x) && isMatrix(y)) {
    requireMatrix("x", x);
    requireMatrix("y", y);
    const tasks = (x[0] as readonly number[]).length;
    let sum = 0;
    for (let task = 0; task < tasks; task++) sum += shareOfWins(columnOf(x, task), columnOf(y, task));
    return sum / tasks;
  }
  requireScores("x", x as readonly number[]);
  requireScores("y", y as readonly number[]);
  return shareOfWins(x as readonly number[], y as readonly number[]);
}

function shareOfWins(x: readonly number[], y: readonly number[]): number {
  let twice = 0;
  for (const a of x) for (const b of y) twice += a > b ? 2 : a === b ? 1 : 0;
  return twice / (2 * x.length * y.length);
}

function columnOf(matrix: readonly (readonly number[])[], task: number): number[] {
  return matrix.map((row) => row[task] as number);
}

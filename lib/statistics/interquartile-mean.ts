import { mean } from "./mean.js";
import { isMatrix, requireRectangle, requireScores, type Scores } from "./score-checks.js";

/**
 * The interquartile mean: the mean of what is left of the n pooled, sorted scores when the lowest and the highest
 * floor(n/4) are cut.
 *
 * @param scores of runs, or a matrix runs x tasks, which is pooled.
 * @throws RangeError when there is no score, one isn't finite, or a matrix is ragged.
 * Source: Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice" (2021).
 * @example
 * statistics.interquartileMean([100, 1, 2, 3]); // -> 2.5
 */
export function interquartileMean(scores: Scores): number {
  if (isMatrix(scores)) requireRectangle("scores", scores);
  const pooled = isMatrix(scores) ? scores.flat() : [...(scores as readonly number[])];
  requireScores("scores", pooled);
  const sorted = Float64Array.from(pooled).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

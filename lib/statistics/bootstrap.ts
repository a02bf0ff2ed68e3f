import { requireInteger } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import { type Interval, requireConfidence, withoutInterval } from "./interval.js";
import { sortedQuantile } from "./quantile.js";
import { isMatrix, requireMatrix, requireSameTasks, requireScores, type Scores } from "./score-checks.js";

/** How an interval is resampled. */
export interface BootstrapSettings {
  /** Coverage, above 0 and below 1; 0.95 when left out. */
  readonly confidence?: number;
  /** Number of resamples; 2,000 when left out. */
  readonly resamples?: number;
  /** Whole number >= 0; 0 when left out. The same seed gives the same interval. */
  readonly seed?: number;
}

/** What `bootstrapInterval` takes. */
export interface BootstrapOptions<S extends Scores> extends BootstrapSettings {
  /** Scores of runs, or a matrix runs x tasks. */
  readonly scores: S;
  /** The statistic of a sample of the scores' shape. It must not keep its argument, which the next resample overwrites. */
  readonly statistic: (scores: S) => number;
}

/**
 * The percentile bootstrap interval of a statistic: the (1 - confidence)/2 and (1 + confidence)/2 quantiles of the
 * statistic over resamples of the runs, drawn with replacement. A matrix runs x tasks is resampled within each task,
 * each task independently (a stratified bootstrap), so that differences between tasks do not widen the interval. A single
 * run has no interval: every resample is the run itself, which says nothing of how far another one would be.
 *
 * @throws RangeError on scores that are empty, ragged or not finite, or on senseless settings.
 * Source: Efron (1979); stratified over tasks: Agarwal et al. (2021).
 * @example
 * const scores = [3.1, 1.6, 2.7, 3.6];
 * statistics.bootstrapInterval({ scores, statistic: statistics.mean, resamples: 200, seed: 1 }); // -> { estimate: 2.75, lower: 1.9725, upper: 3.475 }
 */
export function bootstrapInterval<S extends Scores>(options: BootstrapOptions<S>): Interval {
  const { scores, statistic } = options;
  const sample = resampler("scores", scores);
  if (scores.length < 2) return withoutInterval(statistic(scores));
  return resampledInterval(statistic(scores), options, (random) => statistic(sample(random)));
}

/**
 * The percentile bootstrap interval of a statistic of two independent samples, such as `probabilityOfImprovement`: the
 * runs of each are resampled on their own, matrices within each task. Where one of them is a single run there is no interval.
 *
 * @throws RangeError on scores that are empty, ragged, of different tasks or not finite, or on senseless settings.
 * @example
 * const statistic = statistics.probabilityOfImprovement;
 * statistics.twoSampleBootstrapInterval({ x: [2, 3, 4], y: [1, 2, 3], statistic, resamples: 200 }); // -> { estimate: 0.777778, lower: 0.333333, upper: 1 }
 */
export function twoSampleBootstrapInterval<S extends Scores>(
  options: BootstrapSettings & {
    readonly x: S;
    readonly y: S;
    readonly statistic: (x: S, y: S) => number;
  },
): Interval {
  const { x, y, statistic } = options;
  const [sampleX, sampleY] = [resampler("x", x), resampler("y", y)];
  requireSameTasks(x, y);
  if (x.length < 2 || y.length < 2) return withoutInterval(statistic(x, y));
  return resampledInterval(statistic(x, y), options, (random) => statistic(sampleX(random), sampleY(random)));
}

/**
 * The percentile interval of an estimate from the statistic's values in resamples: their (1 - confidence)/2 and
 * (1 + confidence)/2 quantiles. Infinite values stand for what a resample doesn't reach; an end among them is infinite.
 *
 * @throws RangeError where there is no value, one is NaN, or the confidence isn't between 0 and 1.
 * @example
 * statistics.percentileInterval(2, [1, 2, 3, 4, 5], 0.5); // -> { estimate: 2, lower: 2, upper: 4 }
 */
export function percentileInterval(estimate: number, values: ArrayLike<number>, confidence = 0.95): Interval {
  requireConfidence(confidence);
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted[sorted.length - 1]))
    throw new RangeError("values must be numbers, got NaN among them");
  return {
    estimate,
    lower: sortedQuantile(sorted, (1 - confidence) / 2),
    upper: sortedQuantile(sorted, (1 + confidence) / 2),
  };
}

/**
 * The two-sided p-value that belongs to a percentile interval of a difference: with B values, of which k lie at or beyond zero on the
 * side where fewer do, p = min(1, 2 (k + 1)/(B + 1)). It can't be below 2/(B + 1).
 *
 * @throws RangeError where there is no value, or one is NaN.
 * Source: Efron and Tibshirani (1993), chapter 16; one is added to k and B as in Davison and Hinkley (1997), section 4.2.
 * @example
 * statistics.bootstrapPValue([-1, 2, 3, 4, 5, 6, 7, 8, 9]); // -> 0.4
 */
export function bootstrapPValue(differences: ArrayLike<number>): number {
  requireInteger("differences.length", differences.length);
  let [notAbove, notBelow] = [0, 0];
  for (let i = 0; i < differences.length; i++) {
    const difference = differences[i];
    if (Number.isNaN(difference)) throw new RangeError("differences must be numbers, got NaN among them");
    if (difference <= 0) notAbove++;
    if (difference >= 0) notBelow++;
  }
  return Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (differences.length + 1));
}

function resampledInterval(
  estimate: number,
  { confidence = 0.95, resamples = 2000, seed = 0 }: BootstrapSettings,
  resampled: (random: RandomStream) => number,
): Interval {
  requireConfidence(confidence);
  requireInteger("resamples", resamples);
  const random = RandomStream.of(seed, "bootstrap");
  const values = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) values[i] = resampled(random);
  return percentileInterval(estimate, values, confidence);
}

/** A function that fills and returns one buffer of the scores' shape with a resample of their runs. */
function resampler<S extends Scores>(name: string, scores: S): (random: RandomStream) => S {
  const runs = scores.length;
  if (isMatrix(scores)) {
    requireMatrix(name, scores);
    const buffer = scores.map((row) => [...row]);
    return (random) => {
      for (const row of buffer)
        for (let task = 0; task < row.length; task++)
          row[task] = (scores[random.integer(runs)] as readonly number[])[task];
      return buffer as unknown as S;
    };
  }
  const flat = scores as readonly number[];
  requireScores(name, flat);
  const buffer = [...flat];
  return (random) => {
    for (let i = 0; i < runs; i++) buffer[i] = flat[random.integer(runs)] as number;
    return buffer as unknown as S;
  };
}

import { type MetricName, measuredSizes, pairedRuns, type ResultRow } from "../../evaluation/index.js";
import {
  bootstrapInterval,
  type Interval,
  mean,
  rankCorrelation,
  standardDeviation,
  studentTPValue,
} from "../../statistics/index.js";
import { CONTENDERS, ofContender } from "../real-cluster/contenders.js";

/** A metric at one size in both worlds. */
export interface RankedComparison {
  readonly size: number;
  readonly metric: MetricName;
  /** Runs of each controller that it rests on, and pairs of runs in all. */
  readonly runs: number;
  readonly pairs: number;
  /** Means over controllers of their means over runs. */
  readonly simulated: number;
  readonly real: number;
  /** simulated / real - 1, with its 95 % bootstrap interval; null where the real mean is 0. */
  readonly relativeError: Interval | null;
  /** Of a paired t test over runs that the worlds' means over controllers are equal; 1 where they are. */
  readonly pValue: number;
  /** Spearman's rank correlation of the controllers' means in the two worlds, with its interval; null with fewer than three of them. */
  readonly ranks: Interval | null;
}

/** One controller at one size in both worlds. */
export interface ControllerComparison {
  readonly size: number;
  readonly controller: string;
  readonly pairs: number;
  /** In the order of the metrics that were asked for. */
  readonly comparisons: readonly RankedComparison[];
}

/** A run on the real cluster, and the same run simulated. */
type WorldPair = readonly [ResultRow, ResultRow];

/** Fewest runs and controllers that a comparison is made with. */
const FEWEST_RUNS = 2;
const FEWEST_CONTROLLERS = 3;

/**
 * Both worlds side by side, size by size and metric by metric, over the runs that every controller has in both. Intervals
 * resample runs, the same for all controllers and both worlds, because they met the same requests.
 */
export function rankedComparisons(
  real: readonly ResultRow[],
  simulated: readonly ResultRow[],
  metrics: readonly MetricName[],
): readonly RankedComparison[] {
  return measuredSizes(real).flatMap((size) => {
    const contenders = contendersInBoth(real, simulated, size).map(({ pairs }) => pairs);
    if (contenders.length === 0) return [];
    const runs = runsOf(contenders[0]).filter((run) =>
      contenders.every((pairs) => pairs.some(([row]) => row.run === run)),
    );
    if (runs.length < FEWEST_RUNS) return [];
    return metrics.map((metric) => comparison(size, metric, contenders, runs));
  });
}

/** The same for each controller by itself, over all runs that it has in both worlds. */
export function controllerComparisons(
  real: readonly ResultRow[],
  simulated: readonly ResultRow[],
  metrics: readonly MetricName[],
): readonly ControllerComparison[] {
  return measuredSizes(real).flatMap((size) =>
    contendersInBoth(real, simulated, size)
      .filter(({ pairs }) => pairs.length >= FEWEST_RUNS)
      .map(({ contender, pairs }) => ({
        size,
        controller: contender.label,
        pairs: pairs.length,
        comparisons: metrics.map((metric) => comparison(size, metric, [pairs], runsOf(pairs))),
      })),
  );
}

/** The plan's controllers that have runs in both worlds at one size, with their pairs. */
function contendersInBoth(real: readonly ResultRow[], simulated: readonly ResultRow[], size: number) {
  return CONTENDERS.map((contender) => ({
    contender,
    pairs: pairedRuns(ofContender(real, contender, size), ofContender(simulated, contender, size)),
  })).filter(({ pairs }) => pairs.length > 0);
}

function runsOf(pairs: readonly WorldPair[]): readonly number[] {
  return [...new Set(pairs.map(([row]) => row.run))];
}

function comparison(
  size: number,
  metric: MetricName,
  contenders: readonly (readonly WorldPair[])[],
  runs: readonly number[],
): RankedComparison {
  const values = contenders.map((pairs) =>
    runs.map((run) => (pairs.find(([row]) => row.run === run) as WorldPair).map((row) => row[metric])),
  );
  /** Means of each controller over a sample of runs (places in `runs`), in the real world (0) or the simulated one (1). */
  const means = (sample: readonly number[], world: 0 | 1) =>
    values.map((own) => mean(sample.map((place) => own[place][world])));
  const places = runs.map((_, place) => place);
  const interval = (statistic: (sample: readonly number[]) => number) =>
    bootstrapInterval<readonly number[]>({ scores: places, statistic });
  const [realMean, simulatedMean] = [mean(means(places, 0)), mean(means(places, 1))];
  return {
    size,
    metric,
    runs: runs.length,
    pairs: contenders.length * runs.length,
    simulated: simulatedMean,
    real: realMean,
    relativeError:
      realMean === 0 ? null : interval((sample) => relative(mean(means(sample, 1)), mean(means(sample, 0)))),
    pValue: pairedTTest(places.map((place) => mean(means([place], 1)) - mean(means([place], 0)))),
    ranks:
      contenders.length < FEWEST_CONTROLLERS
        ? null
        : interval((sample) => agreement(means(sample, 0), means(sample, 1))),
  };
}

/** simulated / real - 1; none where both are 0. */
function relative(simulated: number, real: number): number {
  return simulated === real ? 0 : simulated / real - 1;
}

/** The two-sided p of Student's test that differences have a mean of 0. */
function pairedTTest(differences: readonly number[]): number {
  const deviation = standardDeviation(differences);
  if (deviation === 0 || Number.isNaN(deviation)) return mean(differences) === 0 ? 1 : 0;
  const t = mean(differences) / (deviation / Math.sqrt(differences.length));
  return studentTPValue(t, differences.length - 1);
}

/** The rank correlation; 0 where a world doesn't order the controllers at all. */
function agreement(x: readonly number[], y: readonly number[]): number {
  const found = rankCorrelation(x, y);
  return Number.isNaN(found) ? 0 : found;
}

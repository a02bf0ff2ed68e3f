import { type MetricName, type ResultRow, scoreMatrix } from "../../evaluation/index.js";
import {
  bootstrapInterval,
  holmAdjusted,
  type Interval,
  matrixMean,
  mean,
  wilcoxonSignedRank,
} from "../../statistics/index.js";

/** What a change of one part of a controller does to a metric, on the same arrivals. */
export interface PairedEffect {
  /** Mean difference, with its 95 % bootstrap interval over runs within each workload and size. */
  readonly difference: Interval;
  /** Mean of the controller that is compared with. */
  readonly baseline: number;
  /** Exact two-sided Wilcoxon signed-rank test over runs, each the mean of its workloads and sizes. */
  readonly pValue: number;
}

/** `changed` less `baseline`, run by run. */
export function pairedEffect(
  rows: readonly ResultRow[],
  changed: string,
  baseline: string,
  metric: MetricName,
): PairedEffect {
  const x = scoreMatrix(rows, changed, metric);
  const y = scoreMatrix(rows, baseline, metric);
  if (JSON.stringify([x.tasks, x.runs]) !== JSON.stringify([y.tasks, y.runs]))
    throw new RangeError(`rows must hold ${changed} and ${baseline} on the same workloads, sizes and runs`);
  const differences = x.scores.map((row, run) => row.map((score, task) => score - y.scores[run][task]));
  return {
    difference: bootstrapInterval({ scores: differences, statistic: matrixMean, resamples: 1000 }),
    baseline: matrixMean(y.scores),
    pValue: wilcoxonSignedRank(x.scores.map(mean), y.scores.map(mean)).pValue,
  };
}

/** The same effects with their p-values adjusted by Holm's method for the number of them. */
export function holmCorrected(effects: readonly PairedEffect[]): readonly PairedEffect[] {
  const adjusted = holmAdjusted(effects.map(({ pValue }) => pValue));
  return effects.map((effect, i) => ({ ...effect, pValue: adjusted[i] }));
}

/** Whether the interval leaves out 0 and p < 0.05. */
export function isResolved({ difference, pValue }: PairedEffect): boolean {
  return pValue < 0.05 && (difference.lower > 0 || difference.upper < 0);
}

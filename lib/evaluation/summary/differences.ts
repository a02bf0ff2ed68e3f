import { holmAdjusted, type PairedTTest, partsTTest, withoutInterval } from "../../statistics/index.js";
import { METRICS, type MetricName } from "../metric-table.js";
import type { ResultRow } from "../results.js";
import { distinct, pairedRuns } from "../rows.js";
import { differenceOfAgents, type Estimate, meanOverWorkloads, trainingRuns } from "./estimate.js";

/** How a controller differs from the baseline in a metric: mean over workloads, 95 % interval, p-value. */
export interface ControllerDifference extends PairedTTest {
  readonly controller: string;
  readonly baseline: string;
  readonly size: number;
  readonly metric: MetricName;
  /** Whether the interval is over training runs, too: of either, where both are agents. */
  readonly isTrained: boolean;
  /** The p-value adjusted for all differences of the list by Holm's method; NaN where there is none. */
  readonly adjusted: number;
}

/**
 * Every other controller less the baseline, at each size and in each metric, as one family of tests (Student's t, `partsTTest`). Runs
 * that met the same requests are compared in pairs. What a difference varies by are the runs within each workload, and with an agent its
 * training runs; two agents share no training, so that the training runs of either are a sample of their own. An interval keeps to the
 * range that a difference can have. Without two samples there is none, and no p-value.
 *
 * @throws RangeError where the baseline has no rows.
 * @example
 * const names = { controllers: ["static", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * const [{ controller, estimate }] = evaluation.controllerDifferences(rows, "static", ["fleet_share"]);
 * [controller, estimate < 0]; // -> ["threshold", true]
 */
export function controllerDifferences(
  rows: readonly ResultRow[],
  baseline: string,
  metrics: readonly MetricName[],
): readonly ControllerDifference[] {
  const names = distinct(rows, ({ controller }) => controller);
  if (!names.includes(baseline))
    throw new RangeError(`rows must hold the baseline ${baseline}, got ${names.join(", ") || "none"}`);
  const tested = distinct(rows, ({ size }) => size).flatMap((size) => {
    const rowsOf = (name: string) => rows.filter((row) => row.size === size && row.controller === name);
    const [others, base] = [names.filter((name) => name !== baseline), rowsOf(baseline)];
    return others.flatMap((controller) => {
      const own = rowsOf(controller);
      if (own.length === 0 || base.length === 0) return [];
      const trained = isTrained(own) || isTrained(base);
      return metrics.map((metric) => ({
        controller,
        baseline,
        size,
        metric,
        isTrained: trained,
        ...within(test(own, base, metric), metric),
      }));
    });
  });
  const known = tested.filter(({ pValue }) => !Number.isNaN(pValue));
  const adjusted = holmAdjusted(known.map(({ pValue }) => pValue));
  return tested.map((one) => ({ ...one, adjusted: adjusted[known.indexOf(one)] ?? Number.NaN }));
}

function test(own: readonly ResultRow[], base: readonly ResultRow[], metric: MetricName): PairedTTest {
  const found =
    isTrained(own) && isTrained(base)
      ? differenceOfAgents(own, base, (row) => row[metric])
      : pairedDifference(own, base, metric);
  return found === undefined ? UNKNOWN : partsTTest(found.estimate, found.parts);
}

/** The mean difference of runs that met the same requests; at most one of the two is an agent. */
function pairedDifference(
  own: readonly ResultRow[],
  base: readonly ResultRow[],
  metric: MetricName,
): Estimate | undefined {
  // Each run of an agent meets one of the rule's, which meets one of each training run.
  const isTurned = isTrained(base);
  const pairs = isTurned ? pairedRuns(base, own) : pairedRuns(own, base);
  const differences = new Map(
    pairs.map(([row, partner]) => [row, (isTurned ? -1 : 1) * (row[metric] - partner[metric])]),
  );
  return meanOverWorkloads([...differences.keys()], (row) => differences.get(row) as number);
}

function isTrained(rows: readonly ResultRow[]): boolean {
  return trainingRuns(rows).length > 0;
}

const UNKNOWN: PairedTTest = { ...withoutInterval(Number.NaN), pValue: Number.NaN };

/** The interval cut to what a difference of two values within the metric's limits can be. */
function within(test: PairedTTest, metric: MetricName): PairedTTest {
  const [lowest, highest] = METRICS[metric].limits;
  const most = highest - lowest;
  return { ...test, lower: Math.max(test.lower, -most), upper: Math.min(test.upper, most) };
}

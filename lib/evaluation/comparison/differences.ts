import { InputError } from "../../check/index.js";
import { stableJson } from "../../data/index.js";
import { holmAdjusted, type PairedTTest, pairedTTest, withoutInterval } from "../../statistics/index.js";
import { type ComparedRun, type Comparison, runsOf } from "./comparison.js";
import type { ComparisonPlan } from "./plan.js";
import { bySizeAndVariant, COMPARED_METRICS, type ComparedMetric } from "./summaries.js";

/** How a variant differs from another in a metric, seed by seed. */
export interface MetricDifference extends PairedTTest {
  readonly variant: string;
  readonly size: number;
  readonly metric: ComparedMetric;
  /** Seeds that both have. */
  readonly pairs: number;
  /** The p-value adjusted for all differences of the table by Holm's method; NaN where there is none. */
  readonly adjusted: number;
}

/**
 * Each variant less the baseline, seed by seed, in every metric of the table: the same seed has the same first weights, the same
 * training traffic and the same traffic to be measured on.
 * @example
 * // needs a comparison
 * const comparison = evaluation.loadComparison("build/comparisons/churn");
 * evaluation.baselineDifferences(comparison).filter(({ adjusted }) => adjusted < 0.05).length; // -> 5
 */
export function baselineDifferences(comparison: Comparison): readonly MetricDifference[] {
  const { baseline } = comparison.plan;
  const pairs = bySizeAndVariant(comparison, (variant, size) => ({
    variant,
    size,
    own: runsOf(comparison, variant, size),
    others: runsOf(comparison, baseline, size),
  }));
  return differences(pairs.filter(({ variant }) => variant !== baseline));
}

/**
 * Each variant less the one of the same name in an earlier comparison, seed by seed, as one family of tests.
 * @throws InputError where the two were measured in another way, or have no runs to pair.
 * @example
 * // needs two comparisons
 * const [now, earlier] = ["churn", "churn-before"].map((name) => evaluation.loadComparison(`build/comparisons/${name}`));
 * evaluation.earlierDifferences(now, earlier).length; // -> 12
 */
export function earlierDifferences(now: Comparison, earlier: Comparison): readonly MetricDifference[] {
  requireComparable(now.plan, earlier.plan);
  const pairs = bySizeAndVariant(now, (variant, size) => ({
    variant,
    size,
    own: runsOf(now, variant, size),
    others: runsOf(earlier, variant, size),
  })).filter(({ own, others }) => own.some(({ seed }) => others.some((other) => other.seed === seed)));
  return differences(pairs);
}

/**
 * Throws unless `earlierDifferences` of two comparisons with these plans make sense.
 * @throws InputError where they are measured in another way, or have no runs to pair.
 * @example
 * const variants = [{ name: "write-up" }];
 * const [now, earlier] = ["writeup", "sim"].map((world) => evaluation.comparisonPlan({ variants, world, name: world }));
 * evaluation.requireComparable(now, earlier);
 * // throws InputError: comparison "sim" was measured on other traffic: give both the same world, cluster and evaluation
 */
export function requireComparable(now: ComparisonPlan, earlier: ComparisonPlan): void {
  const [a, b] = [now, earlier].map(({ world, spec, evaluation }) =>
    stableJson([world, spec ?? {}, evaluation]),
  );
  const name = JSON.stringify(earlier.name);
  if (a !== b)
    throw new InputError(
      `comparison ${name} was measured on other traffic: give both the same world, cluster and evaluation`,
    );
  const isShared = <T>(own: readonly T[], others: readonly T[]) => own.some((one) => others.includes(one));
  const names = [now, earlier].map(({ variants }) => variants.map((variant) => variant.name)) as [
    string[],
    string[],
  ];
  if (!isShared(...names) || !isShared(now.sizes, earlier.sizes) || !isShared(now.seeds, earlier.seeds))
    throw new InputError(
      `comparison ${name} has no run of the same variant, size and seed; its variants: ${names[1].join(", ")}`,
    );
}

/** Runs of a variant, and those they are compared with. */
interface RunPairs {
  readonly variant: string;
  readonly size: number;
  readonly own: readonly ComparedRun[];
  readonly others: readonly ComparedRun[];
}

const UNKNOWN: PairedTTest = { ...withoutInterval(Number.NaN), pValue: Number.NaN };

/** All differences, as one family of tests. */
function differences(pairs: readonly RunPairs[]): readonly MetricDifference[] {
  const tested = pairs.flatMap(({ variant, size, own, others }) => {
    const matched = own.flatMap((run) => {
      const other = others.find(({ seed }) => seed === run.seed);
      return other === undefined ? [] : [[run, other] as const];
    });
    return COMPARED_METRICS.map((metric) => {
      const values = matched
        .map((pair) => pair.map(({ metrics }) => metrics[metric]))
        .filter((pair) => !pair.some(Number.isNaN));
      const [x, y] = [0, 1].map((side) => values.map((pair) => pair[side]));
      const test = values.length === 0 ? UNKNOWN : pairedTTest(x as number[], y as number[]);
      return { variant, size, metric, pairs: values.length, ...test };
    });
  });
  const known = tested.filter(({ pValue }) => !Number.isNaN(pValue));
  const adjusted = holmAdjusted(known.map(({ pValue }) => pValue));
  return tested.map((one) => ({ ...one, adjusted: adjusted[known.indexOf(one)] ?? Number.NaN }));
}

import { type Interval, meanInterval } from "../../statistics/index.js";
import { COLLAPSED_SHARE } from "../largest-share.js";
import { METRICS } from "../metric-table.js";
import { type ComparedRun, type Comparison, runsOf } from "./comparison.js";
import type { MeasuredMetric } from "./measures.js";

/** Metrics of the table, in its order. */
export const COMPARED_METRICS = Object.freeze([
  "users_per_container",
  "sla_violation_rate",
  "churn_rate",
  "reversal_rate",
  "routing_error",
  "fleet_share",
] as const satisfies readonly MeasuredMetric[]);

/** Name of a metric that the table of a comparison shows. */
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

/** A variant's training runs at one size. */
export interface VariantSummary {
  readonly variant: string;
  readonly size: number;
  /** Training runs. */
  readonly runs: number;
  /** Means over training runs with their 95 % intervals, which keep to the metric's range. */
  readonly metrics: Readonly<Record<ComparedMetric, Interval>>;
  /** Runs that send most requests to one container: see `LargestShare`. */
  readonly collapsed: number;
}

/**
 * The table of a comparison: a row for each size and variant.
 * @example
 * // needs a comparison
 * const comparison = evaluation.loadComparison("build/comparisons/churn");
 * evaluation.variantSummaries(comparison)[0].metrics.churn_rate; // -> { estimate: 0.4, lower: 0.2, upper: 0.6 }
 */
export function variantSummaries(comparison: Comparison): readonly VariantSummary[] {
  return bySizeAndVariant(comparison, (variant, size) => {
    const runs = runsOf(comparison, variant, size);
    return {
      variant,
      size,
      runs: runs.length,
      metrics: byMetric((metric) =>
        meanInterval(
          runs.map(({ metrics }) => metrics[metric]).filter((value) => !Number.isNaN(value)),
          { limits: METRICS[metric].limits },
        ),
      ),
      collapsed: runs.filter(isCollapsed).length,
    };
  });
}

/**
 * Whether a run sends most requests to one container.
 * @example
 * evaluation.isCollapsed({ largestShare: 0.9 }); // -> true
 */
export function isCollapsed({ largestShare }: Pick<ComparedRun, "largestShare">): boolean {
  return largestShare > COLLAPSED_SHARE;
}

/** Made for every size and variant of a comparison, in the order of its table. */
export function bySizeAndVariant<T>(
  { plan }: Comparison,
  make: (variant: string, size: number) => T,
): readonly T[] {
  return plan.sizes.flatMap((size) => plan.variants.map(({ name }) => make(name, size)));
}

function byMetric<T>(value: (metric: ComparedMetric) => T): Record<ComparedMetric, T> {
  return Object.fromEntries(COMPARED_METRICS.map((metric) => [metric, value(metric)])) as Record<
    ComparedMetric,
    T
  >;
}

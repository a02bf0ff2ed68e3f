import { METRICS } from "../metric-table.js";
import type { Comparison } from "./comparison.js";
import { type ComparedMetric, type VariantSummary, variantSummaries } from "./summaries.js";

/** What the picture of the trade-off shows. */
const TRADED: readonly ComparedMetric[] = Object.freeze(["users_per_container", "sla_violation_rate"]);

/**
 * The front of a comparison: the variants that no other variant of the same size beats, by their means, in one of the metrics
 * without being worse in another; from few violations to many.
 * @param metrics what counts.
 * @example
 * // needs a comparison
 * const comparison = evaluation.loadComparison("build/comparisons/churn");
 * evaluation.variantFront(comparison).map(({ variant }) => variant); // -> ["fleet-change 3", "write-up"]
 */
export function variantFront(
  comparison: Comparison,
  metrics: readonly ComparedMetric[] = TRADED,
): readonly VariantSummary[] {
  const signs = metrics.map((metric) => (METRICS[metric].better === "higher" ? 1 : -1));
  const summaries = variantSummaries(comparison).map((summary) => ({
    summary,
    merits: metrics.map((metric, i) => signs[i] * summary.metrics[metric].estimate),
  }));
  return summaries
    .filter(
      ({ summary: { size }, merits }) =>
        !summaries.some((other) => other.summary.size === size && isBetter(other.merits, merits)),
    )
    .map(({ summary }) => summary)
    .sort(
      (a, b) =>
        a.size - b.size || a.metrics.sla_violation_rate.estimate - b.metrics.sla_violation_rate.estimate,
    );
}

/** Whether `one` is nowhere worse than `other`, and somewhere better. */
function isBetter(one: readonly number[], other: readonly number[]): boolean {
  return one.every((merit, i) => merit >= other[i]) && one.some((merit, i) => merit > other[i]);
}

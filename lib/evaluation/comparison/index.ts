export { type CompareOptions, compareRewards } from "./compare-rewards.js";
export { type ComparedRun, type Comparison, runsOf } from "./comparison.js";
export {
  comparisonFolder,
  loadComparison,
  requireComparisonFolder,
  saveComparison,
} from "./comparison-file.js";
export {
  baselineDifferences,
  earlierDifferences,
  type MetricDifference,
  requireComparable,
} from "./differences.js";
export { variantFront } from "./front.js";
export { type CurvePoint, MEASURED_METRICS, type MeasuredMetric, type RunMeasures } from "./measures.js";
export { type ComparisonPlan, comparisonPlan, type EvaluationExtent, type PlanChanges } from "./plan.js";
export { type ComparisonProgress, progressLine } from "./progress.js";
export type { Reference, ReferencePoint } from "./reference.js";
export {
  COMPARED_METRICS,
  type ComparedMetric,
  isCollapsed,
  type VariantSummary,
  variantSummaries,
} from "./summaries.js";
export { weightSweep } from "./sweep.js";
export { type Variant, variantConfig } from "./variant.js";

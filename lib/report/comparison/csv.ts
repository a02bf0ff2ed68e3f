import { stringify } from "csv-stringify/sync";
import {
  COMPARED_METRICS,
  type Comparison,
  isCollapsed,
  MEASURED_METRICS,
  type MetricDifference,
  variantSummaries,
} from "../../evaluation/index.js";
import { roundedNumber } from "../canonical-json.js";

/** Every run of a comparison as CSV: what tells it apart, all its metrics, and the unweighted penalties as `penalty/<term>`. */
export function runsCsv({ runs }: Comparison): string {
  const terms = [...new Set(runs.flatMap(({ penalties }) => Object.keys(penalties)))];
  const head = [
    "variant",
    "size",
    "seed",
    "run",
    ...MEASURED_METRICS,
    "largest_share",
    "collapsed",
    ...terms.map((term) => `penalty/${term}`),
  ];
  const rows = runs.map((run) => [
    run.variant,
    run.size,
    run.seed,
    run.id,
    ...MEASURED_METRICS.map((metric) => cell(run.metrics[metric])),
    cell(run.largestShare),
    Number(isCollapsed(run)),
    ...terms.map((term) => cell(run.penalties[term])),
  ]);
  return stringify([head, ...rows]);
}

/** The table of a comparison as CSV: means and intervals in the quantities' own units, and counts of runs. */
export function summariesCsv(comparison: Comparison): string {
  const head = [
    "variant",
    "size",
    "runs",
    ...COMPARED_METRICS.flatMap((metric) => [metric, `${metric}_lower`, `${metric}_upper`]),
    "collapsed",
  ];
  const rows = variantSummaries(comparison).map(({ variant, size, runs, metrics, collapsed }) => [
    variant,
    size,
    runs,
    ...COMPARED_METRICS.flatMap((metric) => {
      const { estimate, lower, upper } = metrics[metric];
      return [estimate, lower, upper].map(cell);
    }),
    collapsed,
  ]);
  return stringify([head, ...rows]);
}

/** Differences as CSV, in the quantities' own units: the numbers behind their table. */
export function differencesCsv(differences: readonly MetricDifference[]): string {
  const head = ["variant", "size", "metric", "pairs", "difference", "lower", "upper", "p", "p_holm"];
  const rows = differences.map((one) => [
    one.variant,
    one.size,
    one.metric,
    one.pairs,
    ...[one.estimate, one.lower, one.upper, one.pValue, one.adjusted].map(cell),
  ]);
  return stringify([head, ...rows]);
}

/** A number to seven digits; an empty cell where there is none. */
function cell(value: number | undefined): number | null {
  return value === undefined ? null : roundedNumber(value);
}

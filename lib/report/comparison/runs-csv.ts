import { stringify } from "csv-stringify/sync";
import { type Comparison, isCollapsed, MEASURED_METRICS } from "../../evaluation/index.js";

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
  const cell = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
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

import { type Interval, partsInterval, withoutInterval } from "../../statistics/index.js";
import { METRICS, type MetricName } from "../metric-table.js";
import type { ResultRow } from "../results.js";
import { grouped } from "../rows.js";
import { meanOverWorkloads, trainingRuns } from "./estimate.js";

/** A metric's mean over workloads, with its 95 % interval, which keeps to the metric's range; without one, from a single sample. */
export interface MetricSummary extends Interval {
  /** Rows in which the metric is known; the others are left out. */
  readonly known: number;
}

/** What a controller did at one size. */
export interface ControllerSummary {
  readonly controller: string;
  readonly size: number;
  /** Rows: workloads x runs, for an agent x training runs. */
  readonly rows: number;
  /** Training runs of an agent; 0 for a rule. */
  readonly trainingRuns: number;
  readonly metrics: Readonly<Partial<Record<MetricName, MetricSummary>>>;
}

/**
 * Each controller at each size, in the order in which they appear: means over workloads, each workload with the same weight, with 95 %
 * intervals (`partsInterval`). A rule's intervals are over runs within each workload. An agent's are over its training runs, too, for
 * more runs of one training say little of what another training would give: from a single one there is no interval.
 * @example
 * const names = { controllers: ["static", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * const [first] = evaluation.controllerSummaries(rows, ["churn_rate"]);
 * [first.controller, first.trainingRuns, first.rows]; // -> ["static", 0, 2]
 */
export function controllerSummaries(
  rows: readonly ResultRow[],
  metrics: readonly MetricName[],
): readonly ControllerSummary[] {
  const groups = grouped(rows, ({ controller, size }) => JSON.stringify([controller, size]));
  return [...groups.values()].map((own) => ({
    controller: own[0].controller,
    size: own[0].size,
    rows: own.length,
    trainingRuns: trainingRuns(own).length,
    metrics: Object.fromEntries(metrics.map((metric) => [metric, metricSummary(own, metric)])),
  }));
}

function metricSummary(rows: readonly ResultRow[], metric: MetricName): MetricSummary {
  const { limits } = METRICS[metric];
  const [lowest, highest] = limits;
  // The clocks of a real cluster take a whole fleet's share a little beyond 1.
  const found = meanOverWorkloads(rows, (row) => Math.min(Math.max(row[metric], lowest), highest));
  const interval =
    found === undefined
      ? withoutInterval(Number.NaN)
      : partsInterval(found.estimate, found.parts, { limits });
  return { ...interval, known: rows.filter((row) => !Number.isNaN(row[metric])).length };
}

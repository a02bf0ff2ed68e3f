import {
  type ControllerDifference,
  type ControllerSummary,
  controllerDifferences,
  controllerSummaries,
  METRICS,
  type MetricName,
  type MetricSummary,
  type ResultRow,
} from "../evaluation/index.js";
import { alignedTable } from "./aligned-table.js";

const SHOWN: readonly MetricName[] = [
  "users_per_container",
  "sla_violation_rate",
  "response_time_p95",
  "fleet_share",
  "churn_rate",
  "cost",
];

/** Below this a corrected p-value counts. */
const SIGNIFICANCE = 0.05;

/**
 * What `fleetlab evaluate` prints for people: each controller's means with intervals, differences from the baseline on the same requests,
 * and what the intervals of both rest on.
 */
export function evaluationSummary(rows: readonly ResultRow[], baseline: string): string {
  const summaries = controllerSummaries(rows, SHOWN);
  const differences = controllerDifferences(rows, baseline, SHOWN);
  const parts = [metricTable(summaries), metricNote(summaries)];
  if (differences.length > 0) parts.push("\n", differenceTable(differences), differenceNote(differences));
  return parts.join("");
}

const HEAD = SHOWN.map((metric) => METRICS[metric].label);

function metricTable(summaries: readonly ControllerSummary[]): string {
  const lines = summaries.map(({ controller, size, rows, metrics }) => [
    controller,
    String(size),
    ...SHOWN.map((metric) => metricText(metrics[metric] as MetricSummary, rows)),
  ]);
  return alignedTable([["controller", "N", ...HEAD], ...lines]);
}

/** A mean with its interval, and of how many rows it is where others don't know it. */
function metricText(summary: MetricSummary, rows: number): string {
  if (summary.known === 0) return "-";
  return intervalText(summary) + (summary.known < rows ? ` (${summary.known} of ${rows} runs)` : "");
}

function intervalText({
  estimate,
  lower,
  upper,
}: Pick<MetricSummary, "estimate" | "lower" | "upper">): string {
  const text = digits(estimate);
  return Number.isNaN(lower) ? text : `${text} [${digits(lower)}, ${digits(upper)}]`;
}

/** Three significant digits; 0 is 0. */
function digits(value: number): string {
  return value === 0 ? "0" : value.toPrecision(3);
}

function metricNote(summaries: readonly ControllerSummary[]): string {
  const agents = summaries.filter(({ trainingRuns }) => trainingRuns > 0);
  const also = agents.length === 0 ? "" : `, an agent's also over its training runs (${counts(agents)})`;
  const without = summaries.some(({ metrics }) => SHOWN.some((metric) => hasNoInterval(metrics[metric])))
    ? "; a single one has no interval"
    : "";
  return `(mean over workloads [95 % interval], over runs within each workload${also}${without})\n`;
}

function hasNoInterval(summary: MetricSummary | undefined): boolean {
  return summary !== undefined && summary.known > 0 && Number.isNaN(summary.lower);
}

function counts(agents: readonly ControllerSummary[]): string {
  return [...new Set(agents.map(({ trainingRuns }) => trainingRuns))].join(", ");
}

function differenceTable(differences: readonly ControllerDifference[]): string {
  const lines: string[][] = [];
  for (let i = 0; i < differences.length; i += SHOWN.length) {
    const own = differences.slice(i, i + SHOWN.length);
    lines.push([own[0].controller, String(own[0].size), ...own.map(differenceText)]);
  }
  return alignedTable([[`less ${differences[0].baseline}`, "N", ...HEAD], ...lines]);
}

/** A difference with its sign and interval, and a star where it counts. */
function differenceText(difference: ControllerDifference): string {
  if (Number.isNaN(difference.estimate)) return "-";
  const sign = difference.estimate > 0 ? "+" : "";
  const star = difference.adjusted < SIGNIFICANCE ? "*" : " ";
  return `${sign}${intervalText(difference)}${star}`;
}

function differenceNote(differences: readonly ControllerDifference[]): string {
  const tests = differences.filter(({ adjusted }) => !Number.isNaN(adjusted)).length;
  const also = differences.some(({ isTrained }) => isTrained)
    ? ", with an agent also over its training runs"
    : "";
  const stars =
    tests === 0
      ? "no test: a single one has no interval"
      : `* p < .05 after Holm's correction for ${tests} differences`;
  return `(difference on the same requests [95 % interval], over runs within each workload${also}; ${stars})\n`;
}

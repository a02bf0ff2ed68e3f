import { distinct, metricEstimate } from "../../evaluation/index.js";
import { cellNumber, type DataReader, type NumberDefinition, resultRows } from "../../report/index.js";
import { COMPARED_NAMES, WRITEUP_RULES } from "../shared/compared-rules.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { workloadGroup } from "../workloads/groups.js";
import { RULES_FILE } from "./experiment.js";
import { pairedEffect } from "./routing-effect.js";
import { churnAt15, rulesAt15 } from "./rules-at-15-tables.js";

/** Violations of the fleet that goes to its whole size and stays. */
const fullFleetViolations: NumberDefinition = {
  id: "full-fleet-violations",
  title: `SLA violation rate of the whole fleet behind round robin at N = ${SINGLE_SIZE}, mean over workloads`,
  inputs: [RULES_FILE],
  format: { style: "percent", digits: 2 },
  value: (data) =>
    metricEstimate(
      resultRows(data, RULES_FILE).filter((row) => row.size === SINGLE_SIZE),
      "static",
      "sla_violation_rate",
    ),
};

/** Workloads of the comparison. */
const ruleWorkloads: NumberDefinition = {
  id: "rule-workloads",
  title: "workloads that the rules are compared on",
  inputs: [RULES_FILE],
  format: { digits: 0 },
  value: (data) => distinct(resultRows(data, RULES_FILE), (row) => row.workload).length,
};

/** Requests of the comparison. */
const ruleRequests: NumberDefinition = {
  id: "rule-requests",
  title: "simulated requests of the comparison of rules, in millions",
  inputs: [RULES_FILE],
  format: { digits: 1 },
  value: (data) => resultRows(data, RULES_FILE).reduce((sum, row) => sum + row.requests, 0) / 1e6,
};

/** Independent runs of each cell: what intervals and tests rest on. */
const ruleRuns: NumberDefinition = {
  id: "rule-runs",
  title: "runs of each controller, size and workload",
  inputs: [RULES_FILE],
  format: { digits: 0 },
  value: (data) => distinct(resultRows(data, RULES_FILE), (row) => row.run).length,
};

/** Least queue less round robin behind the threshold rule on gradual load. */
const leastQueueP95: NumberDefinition = {
  id: "least-queue-p95",
  title: "change of the 95th percentile by least queue behind the threshold rule on gradual load",
  inputs: [RULES_FILE],
  format: { digits: 3, unit: "s" },
  value: (data) =>
    pairedEffect(
      resultRows(data, RULES_FILE).filter((row) => workloadGroup(row.workload) === "gradual"),
      "threshold+least-queue",
      "threshold",
      "response_time_p95",
    ).difference,
};

/** The rules at their defaults, N = 15. */
const atDefaults = (
  [
    ["threshold", "threshold"],
    ["square-root", "square root"],
  ] as const
).flatMap(([name, controller]) => [
  cellNumber(rulesAt15, {
    id: `default-${name}-violations`,
    title: `SLA violation rate of ${controller} at its defaults, N = 15`,
    where: { controller },
    column: "sla_violation_rate",
  }),
  cellNumber(rulesAt15, {
    id: `default-${name}-fleet`,
    title: `fleet share of ${controller} at its defaults, N = 15`,
    where: { controller },
    column: "fleet_share",
  }),
  cellNumber(churnAt15, {
    id: `default-${name}-churn`,
    title: `churn rate of ${controller} at its defaults, N = 15`,
    where: { controller },
    column: "churn_rate",
  }),
]);

const atSingleSize = (data: DataReader) =>
  resultRows(data, RULES_FILE).filter((row) => row.size === SINGLE_SIZE);
const COST = { digits: 0 } as const;

/** What the fleet that never changes costs, and what the cheapest rule does. */
const costs: readonly NumberDefinition[] = [
  {
    id: "static-cost",
    title: `cost of the whole fleet all the time in containers, N = ${SINGLE_SIZE}, price 10`,
    inputs: [RULES_FILE],
    format: COST,
    value: (data) => metricEstimate(atSingleSize(data), "static", "cost"),
  },
  {
    id: "least-rule-cost",
    title: `least cost of a rule at its defaults in containers, behind either router, N = ${SINGLE_SIZE}, price 10`,
    inputs: [RULES_FILE],
    format: COST,
    value(data) {
      const rows = atSingleSize(data);
      const estimates = [...COMPARED_NAMES.flatMap((rule) => [rule, `${rule}+least-queue`]), ...WRITEUP_RULES]
        .filter((rule) => rows.some((row) => row.controller === rule))
        .map((rule) => metricEstimate(rows, rule, "cost"));
      return estimates.sort((a, b) => a.estimate - b.estimate)[0];
    },
  },
];

/** The numbers of this question. */
export const rulesNumbers: readonly NumberDefinition[] = Object.freeze([
  fullFleetViolations,
  ruleWorkloads,
  ruleRequests,
  ruleRuns,
  leastQueueP95,
  ...atDefaults,
  ...costs,
]);

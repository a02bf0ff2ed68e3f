import type { MetricName } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { COMPARED_NAMES } from "../shared/compared-rules.js";
import { controllerLabel } from "../shared/controller-style.js";
import { workloadGroup } from "../workloads/groups.js";
import { RULES_FILE } from "./experiment.js";
import { isResolved, type PairedEffect, pairedEffect } from "./routing-effect.js";

const METRICS: readonly (readonly [key: string, metric: MetricName, words: string])[] = [
  ["p95", "response_time_p95", "p95"],
  ["violations", "sla_violation_rate", "violations"],
  ["cost", "cost", "cost"],
];

/** The least-queue router against round robin behind the same rule. */
export const routingEffect: TableDefinition = {
  id: "routing-effect",
  title: "Least queue against round robin behind the same rule",
  caption:
    "Least queue less round robin behind the same rule on the same arrivals: 95th percentile of the response time, SLA violation rate in percentage " +
    "points, and cost in containers at 10 container-seconds a violation. Means over sizes and workloads with paired 95 % bootstrap intervals; $p$ from " +
    "the exact Wilcoxon signed-rank test over runs (with fewer than six runs it can't fall below 0.05). The last column says which differences are resolved: " +
    "$p < 0.05$ and an interval without 0.",
  inputs: [RULES_FILE],
  ruleBy: "load",
  columns: [
    { key: "load", title: "load" },
    { key: "rule", title: "rule" },
    { key: "p95", title: "95th perc. (s)", format: { digits: 3 } },
    { key: "p95P", title: "$p$", format: { digits: 3 } },
    { key: "violations", title: "violations (points)", format: { style: "percent", digits: 2 } },
    { key: "violationsP", title: "$p$", format: { digits: 3 } },
    { key: "cost", title: "cost", format: { digits: 2 } },
    { key: "costP", title: "$p$", format: { digits: 3 } },
    { key: "resolved", title: "resolved" },
  ],
  rows(data) {
    const rows = resultRows(data, RULES_FILE);
    const groups = (["gradual", "abrupt"] as const).map(
      (group) => [group, rows.filter((row) => workloadGroup(row.workload) === group)] as const,
    );
    return groups
      .filter(([, own]) => own.length > 0)
      .flatMap(([load, own]) =>
        COMPARED_NAMES.map((rule) => {
          const effects = METRICS.map(
            ([, metric]): PairedEffect => pairedEffect(own, `${rule}+least-queue`, rule, metric),
          );
          const resolved = METRICS.filter((_, i) => isResolved(effects[i])).map(([, , words]) => words);
          return {
            load,
            rule: controllerLabel(rule),
            ...Object.fromEntries(
              METRICS.flatMap(([key], i) => [
                [key, effects[i].difference],
                [`${key}P`, effects[i].pValue],
              ]),
            ),
            resolved: resolved.join(", ") || "none",
          };
        }),
      );
  },
};

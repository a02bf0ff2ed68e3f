import type { MetricName } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { COMPARED_NAMES } from "../shared/compared-rules.js";
import { controllerLabel } from "../shared/controller-style.js";
import { workloadGroup } from "../workloads/groups.js";
import { RULES_FILE } from "./experiment.js";
import { holmCorrected, isResolved, pairedEffect } from "./routing-effect.js";

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
    "the exact Wilcoxon signed-rank test over runs, adjusted by Holm's method for all tests of the table. The last column says which differences are resolved: " +
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
    const cells = (["gradual", "abrupt"] as const).flatMap((load) => {
      const own = rows.filter((row) => workloadGroup(row.workload) === load);
      return own.length === 0 ? [] : COMPARED_NAMES.map((rule) => ({ load, rule, own }));
    });
    const effects = holmCorrected(
      cells.flatMap(({ rule, own }) =>
        METRICS.map(([, metric]) => pairedEffect(own, `${rule}+least-queue`, rule, metric)),
      ),
    );
    return cells.map(({ load, rule }, cell) => {
      const own = METRICS.map(([key, , words], m) => ({
        key,
        words,
        effect: effects[METRICS.length * cell + m],
      }));
      const resolved = own.filter(({ effect }) => isResolved(effect)).map(({ words }) => words);
      return {
        load,
        rule: controllerLabel(rule),
        ...Object.fromEntries(
          own.flatMap(({ key, effect }) => [
            [key, effect.difference],
            [`${key}P`, effect.pValue],
          ]),
        ),
        resolved: resolved.join(", ") || "none",
      };
    });
  },
};

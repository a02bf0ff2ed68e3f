import { distinct, metricEstimate } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { COMPARED_RULES, type ComparedRule } from "../shared/compared-rules.js";
import { RULES_FILE } from "./experiment.js";
import { METRIC_COLUMNS } from "./metric-columns.js";

const { served, violations, p95, fleet, churn, reversals } = METRIC_COLUMNS;
const METRICS = [served, violations, p95, fleet, churn, reversals];

function ruleTable({ name: rule, title: words }: ComparedRule): TableDefinition {
  return {
    id: `rules-${rule}`,
    title: `${words} at five sizes`,
    caption:
      `${words} at its defaults on the exact simulator, behind round robin and behind least queue. Means over all workloads measured with 95 % ` +
      "bootstrap intervals over runs.",
    inputs: [RULES_FILE],
    ruleBy: "size",
    columns: [
      { key: "size", title: "$N$", format: { digits: 0 } },
      { key: "router", title: "router" },
      ...METRICS,
    ],
    rows(data) {
      const rows = resultRows(data, RULES_FILE);
      return distinct(rows, (row) => row.size).flatMap((size) =>
        [
          ["round robin", rule],
          ["least queue", `${rule}+least-queue`],
        ].map(([router, controller]) => ({
          size,
          router,
          ...Object.fromEntries(
            METRICS.map(({ key }) => [
              key,
              metricEstimate(
                rows.filter((row) => row.size === size),
                controller,
                key,
              ),
            ]),
          ),
        })),
      );
    },
  };
}

/** One table a rule, like the write-up's tables of its agents. */
export const ruleTables: readonly TableDefinition[] = Object.freeze(COMPARED_RULES.map(ruleTable));

import { distinct, metricEstimate } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { RULES_FILE } from "./experiment.js";
import { METRIC_COLUMNS, type MetricColumn } from "./metric-columns.js";

const OVER =
  "Means over all workloads measured, with 95 % bootstrap intervals over runs; every controller meets the same arrivals.";

function controllerTable(
  definition: Pick<TableDefinition, "id" | "title" | "caption"> & {
    readonly metrics: readonly MetricColumn[];
  },
): TableDefinition {
  const { metrics, ...texts } = definition;
  return {
    ...texts,
    inputs: [RULES_FILE],
    columns: [{ key: "controller", title: "controller" }, ...metrics],
    rows(data) {
      const rows = resultRows(data, RULES_FILE).filter((row) => row.size === SINGLE_SIZE);
      return distinct(rows, (row) => row.controller).map((controller) => ({
        controller: controllerLabel(controller),
        ...Object.fromEntries(
          metrics.map(({ key }) => [
            key,
            metricEstimate(rows, controller, key, key === "routing_loss" ? 1000 : 1),
          ]),
        ),
      }));
    },
  };
}

const { served, violations, p95, fleet, churn, commands, reversals, loss, cost } = METRIC_COLUMNS;

/** Service and cost of every controller at one size. */
export const rulesAt15 = controllerTable({
  id: "rules-at-15",
  title: `All controllers at N = ${SINGLE_SIZE}`,
  caption:
    `All controllers on the exact simulator at $N = ${SINGLE_SIZE}$: requests served per container-second, SLA violation rate, 95th percentile of the ` +
    `response time, mean fleet as a share of $N$, and cost at 10 container-seconds a violation. ${OVER}`,
  metrics: [served, violations, p95, fleet, cost],
});

/** How restless every controller is at one size. */
export const churnAt15 = controllerTable({
  id: "churn-at-15",
  title: `Fleet changes at N = ${SINGLE_SIZE}`,
  caption:
    `How restless controllers are at $N = ${SINGLE_SIZE}$: shares of steps in which the fleet changes, in which a change is asked for, and in which a ` +
    `change undoes one of the ten steps before; and the routing loss. ${OVER}`,
  metrics: [churn, commands, reversals, loss],
});

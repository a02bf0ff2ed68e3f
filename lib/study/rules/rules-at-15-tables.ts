import { distinct, type MetricName, metricEstimate } from "../../evaluation/index.js";
import { type Column, resultRows, type TableDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { RULES_FILE } from "./experiment.js";

type MetricColumn = Column & { readonly key: MetricName };

const OVER =
  "Means over all workloads measured, with 95 % bootstrap intervals over runs; every controller meets the same arrivals.";

/** Columns of metrics that tables of controllers have in common. */
export const METRIC_COLUMNS = {
  served: { key: "users_per_container", title: "served (1/s)", format: { digits: 2 } },
  violations: { key: "sla_violation_rate", title: "violations (%)", format: { style: "percent", digits: 2 } },
  p95: { key: "response_time_p95", title: "95th perc. (s)", format: { digits: 2 } },
  fleet: { key: "fleet_share", title: "fleet share (%)", format: { style: "percent", digits: 1 } },
  churn: { key: "churn_rate", title: "churn (%)", format: { style: "percent", digits: 1 } },
  commands: { key: "command_rate", title: "commands (%)", format: { style: "percent", digits: 1 } },
  reversals: { key: "reversal_rate", title: "reversals (%)", format: { style: "percent", digits: 2 } },
  loss: { key: "routing_loss", title: "routing loss (ms)", format: { digits: 1 } },
  cost: { key: "cost", title: "cost (containers)", format: { digits: 1 } },
} as const satisfies Record<string, MetricColumn>;

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

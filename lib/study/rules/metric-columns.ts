import type { MetricName } from "../../evaluation/index.js";
import type { Column } from "../../report/index.js";

/** A column of a table of controllers. */
export type MetricColumn = Column & { readonly key: MetricName };

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

import { METRICS, type MetricName } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { holmAdjusted } from "../../statistics/index.js";
import { REAL_FILES, realRows, simulatedRows } from "../real-cluster/contenders.js";
import { rankedComparisons } from "./simulated-against-real.js";

/** What both worlds are compared on. */
export const COMPARED: readonly MetricName[] = [
  "response_time_mean",
  "response_time_p95",
  "cpu_mean",
  "queue_mean",
  "sla_violation_rate",
  "fleet_share",
  "users_per_container",
  "churn_rate",
  "reward_mean",
];

/** Where the simulator errs, and whether it ranks controllers as the real cluster does. */
export const simulatedAgainstReal: TableDefinition = {
  id: "simulated-against-real",
  title: "The calibrated simulator against the real cluster",
  caption:
    "The same controllers on the same arrivals, simulated and real, by $N$ and metric: mean over the controllers, relative error of the simulator (simulated / real less 1) with its 95 % bootstrap interval over " +
    "runs, resampled together in both worlds, and $p$ of a paired $t$ test over runs that there is none, adjusted by Holm's method for the whole table. Spearman's rank correlation of the four controllers' means in the " +
    "two worlds, with its interval; two of the four are phases of one agent and nearly equal. *Runs*: of each controller, $n$ of intervals and test; runs that not every controller has in both worlds are left out.",
  inputs: [],
  gathered: REAL_FILES,
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "metric", title: "metric" },
    { key: "runs", title: "runs", format: { digits: 0 } },
    { key: "simulated", title: "simulated", format: { style: "significant", digits: 3 } },
    { key: "real", title: "real", format: { style: "significant", digits: 3 } },
    { key: "relativeError", title: "error (%)", format: { style: "percent", digits: 0 } },
    { key: "pValue", title: "$p$", format: { digits: 3 } },
    { key: "ranks", title: "rank correlation", format: { digits: 2 } },
  ],
  rows(data) {
    const found = rankedComparisons(realRows(data), simulatedRows(data), COMPARED);
    const adjusted = holmAdjusted(found.map(({ pValue }) => pValue));
    return found.map(({ metric, ...comparison }, i) => {
      const { label, unit } = METRICS[metric];
      return { ...comparison, pValue: adjusted[i], metric: unit === "1" ? label : `${label} (${unit})` };
    });
  },
};

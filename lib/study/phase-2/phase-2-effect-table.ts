import { type MetricName, measuredSizes, pairedRuns } from "../../evaluation/index.js";
import type { Column, TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { ofContender, realRows } from "../real-cluster/contenders.js";
import { REAL_FILE } from "../real-cluster/results.js";

const METRICS: readonly (Column & { readonly key: MetricName })[] = [
  { key: "reward_mean", title: "reward a step", format: { digits: 2 } },
  { key: "users_per_container", title: "served (1/s)", format: { digits: 2 } },
  { key: "sla_violation_rate", title: "violations (%)", format: { style: "percent", digits: 1 } },
  { key: "latency_mean", title: "latency (s)", format: { digits: 3 } },
  { key: "fleet_share", title: "fleet share (%)", format: { style: "percent", digits: 1 } },
  { key: "churn_rate", title: "churn (%)", format: { style: "percent", digits: 1 } },
];
const agent = (phase: "1" | "2") => ({ controller: "ppo-writeup", phase });

/** The agent after phase 2 less the agent before, on the real cluster. */
export const phase2Effect: TableDefinition = {
  id: "phase-2-effect",
  title: "What phase 2 changed on the real cluster",
  caption:
    "The write-up's agent after phase 2 less the same agent before, both without noise, on the real cluster on the same arrivals: mean difference over pairs of runs with its 95 % Student interval. " +
    "An interval that holds 0 leaves open whether phase 2 changed anything.",
  inputs: [],
  gathered: [REAL_FILE],
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "pairs", title: "pairs", format: { digits: 0 } },
    ...METRICS,
  ],
  rows(data) {
    const rows = realRows(data);
    return measuredSizes(rows).flatMap((size) => {
      const pairs = pairedRuns(ofContender(rows, agent("2"), size), ofContender(rows, agent("1"), size));
      if (pairs.length === 0) return [];
      const differences = METRICS.map(({ key }) => [
        key,
        meanInterval(pairs.map(([after, before]) => after[key] - before[key])),
      ]);
      return [{ size, pairs: pairs.length, ...Object.fromEntries(differences) }];
    });
  },
};

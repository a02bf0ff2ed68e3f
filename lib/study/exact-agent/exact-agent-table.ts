import { distinct, metricEstimate, seedEstimate } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { RULES_FILE } from "../rules/experiment.js";
import { METRIC_COLUMNS } from "../rules/metric-columns.js";
import { controllerLabel } from "../shared/controller-style.js";
import { EXACT_AGENT_FILE } from "./experiment.js";

const { served, violations, p95, fleet, churn, commands, reversals } = METRIC_COLUMNS;
const METRICS = [served, violations, p95, fleet, churn, commands, reversals];
/** The rules it is compared with: those at the write-up's settings, the strongest of the plain ones, and the whole fleet all the time. */
const RULES = ["writeup-threshold", "writeup-pid", "threshold", "square-root+least-queue", "static"];

/** The write-up's agent on the exact simulator beside rules, on the same requests. */
export const exactAgentTable: TableDefinition = {
  id: "exact-agent",
  title: "The write-up's agent on the exact simulator",
  caption:
    "The write-up's agent, trained on the exact simulator with its own reward, beside rules on the same requests, means over the test workloads that were measured. " +
    "Agent: 95 % intervals over training runs; rules: 95 % bootstrap intervals over runs. Rows at different violation rates don't rank each other.",
  inputs: [EXACT_AGENT_FILE, RULES_FILE],
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "controller", title: "controller" },
    ...METRICS,
  ],
  rows(data) {
    const agents = resultRows(data, EXACT_AGENT_FILE);
    const rules = resultRows(data, RULES_FILE);
    return distinct(agents, (row) => row.size).flatMap((size) => {
      const own = agents.filter((row) => row.size === size);
      const others = rules.filter((row) => row.size === size);
      return [
        {
          size,
          controller: controllerLabel("ppo-writeup"),
          ...Object.fromEntries(METRICS.map(({ key }) => [key, seedEstimate(own, key)])),
        },
        ...RULES.map((rule) => ({
          size,
          controller: controllerLabel(rule),
          ...Object.fromEntries(METRICS.map(({ key }) => [key, metricEstimate(others, rule, key)])),
        })),
      ];
    });
  },
};

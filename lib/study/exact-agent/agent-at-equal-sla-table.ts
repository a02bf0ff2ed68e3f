import { distinct, type ResultRow, seedEstimate } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { fleetShareEstimate } from "../frontier/curves.js";
import { FRONTIER_BY_SIZE_FILE, FRONTIER_FILE } from "../frontier/experiment.js";
import { COMPARED_NAMES } from "../shared/compared-rules.js";
import { controllerLabel } from "../shared/controller-style.js";
import { workloadGroup } from "../workloads/groups.js";
import { EXACT_AGENT_FILE } from "./experiment.js";

const RULES = COMPARED_NAMES.flatMap((rule) => [rule, `${rule}+least-queue`]);
const GROUPS = ["gradual", "abrupt"] as const;
const PERCENT = { style: "percent", digits: 1 } as const;

/** The agent's fleet beside the fleet that each rule needs for as few violations. */
export const agentAtEqualSla: TableDefinition = {
  id: "agent-at-equal-sla",
  title: "Fleet share of agent and rules at the agent's SLA violation rate",
  caption:
    "The write-up's agent on the exact simulator at equal violations: its SLA violation rate and fleet share in per cent (95 % intervals over training runs), and the fleet " +
    "share at which each rule's frontier has the same violation rate (95 % bootstrap intervals over runs), over the test workloads that were measured, gradual and " +
    "abrupt apart. A smaller share is better; a dash: the rule doesn't get down to that rate.",
  inputs: [EXACT_AGENT_FILE, FRONTIER_FILE, FRONTIER_BY_SIZE_FILE],
  ruleBy: "load",
  columns: [
    { key: "load", title: "load" },
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "violations", title: "violations (%)", format: PERCENT },
    { key: "agent", title: "agent", format: PERCENT },
    ...RULES.map((rule) => ({
      key: rule,
      title: controllerLabel(rule),
      format: PERCENT,
      align: "right" as const,
    })),
  ],
  rows(data) {
    const agents = resultRows(data, EXACT_AGENT_FILE);
    const rules = [...resultRows(data, FRONTIER_FILE), ...resultRows(data, FRONTIER_BY_SIZE_FILE)];
    // In quick budgets the two may have been measured on different workloads.
    const measured = new Set(rules.map((row) => row.workload));
    const shared = distinct(agents, (row) => row.workload).filter((workload) => measured.has(workload));
    return GROUPS.flatMap((load) =>
      distinct(agents, (row) => row.size).flatMap((size) => {
        const workloads = new Set(shared.filter((workload) => workloadGroup(workload) === load));
        const picked = (rows: readonly ResultRow[]) =>
          rows.filter((row) => row.size === size && workloads.has(row.workload));
        const own = picked(agents);
        if (own.length === 0) return [];
        const others = picked(rules);
        const violations = seedEstimate(own, "sla_violation_rate");
        return [
          {
            load,
            size,
            violations,
            agent: seedEstimate(own, "fleet_share"),
            ...Object.fromEntries(
              RULES.map((rule) => [rule, fleetShareEstimate(others, rule, violations.estimate)]),
            ),
          },
        ];
      }),
    );
  },
};

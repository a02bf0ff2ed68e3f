import type { Column, TableDefinition } from "../../report/index.js";
import { PUBLISHED_AGENT } from "../writeup/published.js";
import { type AgentQuantity, agentComparisons } from "./comparison.js";
import { WRITEUP_AGENT_FILE } from "./experiment.js";

type QuantityColumn = Column & { readonly key: AgentQuantity };

const OURS =
  "Ours: mean over training runs with the 95 % prediction interval of one more, with the mean action, on the 8 patterns of training and on all 11.";

function agentTable(
  definition: Pick<TableDefinition, "id" | "title" | "caption">,
  columns: readonly QuantityColumn[],
): TableDefinition {
  return {
    ...definition,
    inputs: [WRITEUP_AGENT_FILE],
    ruleBy: "size",
    columns: [
      { key: "size", title: "$N$", format: { digits: 0 } },
      { key: "source", title: "source" },
      ...columns,
    ],
    rows(data) {
      const comparisons = agentComparisons(data);
      const picked = (from: Readonly<Record<AgentQuantity, unknown>>) =>
        Object.fromEntries(columns.map(({ key }) => [key, from[key]])) as Record<string, number>;
      return PUBLISHED_AGENT.flatMap((published) => [
        { size: published.size, source: "published", ...picked(published) },
        ...comparisons
          .filter(({ size }) => size === published.size)
          .map(({ size, patterns, ours }) => ({ size, source: `${patterns} patterns`, ...picked(ours) })),
      ]);
    },
  };
}

/** Service and cost of the agent on the write-up's simulator. */
export const writeupAgentService = agentTable(
  {
    id: "writeup-agent-service",
    title: "The write-up's agent on its own simulator: what it is for",
    caption:
      "The write-up's agent on its own simulator, published (one training run a size) and ours: events (steps in which the fleet changed) and failed (sum of " +
      `the nodes' error rates), both scaled to 250,000 steps; CPU; users offered to an active node; share of steps with mean latency above 0.5 s. ${OURS}`,
  },
  [
    { key: "failed", title: "failed", format: { digits: 0 } },
    { key: "cpu", title: "CPU (%)", format: { style: "percent", digits: 2 } },
    { key: "events", title: "events", format: { digits: 0 } },
    { key: "violations", title: "SLA (%)", format: { style: "percent", digits: 2 } },
    { key: "users", title: "users a node", format: { digits: 1 } },
  ],
);

/** Its reward and what that is made of. */
export const writeupAgentReward = agentTable(
  {
    id: "writeup-agent-reward",
    title: "The write-up's agent on its own simulator: means per step",
    caption:
      "The write-up's agent on its own simulator, means per step: reward; latency; sum of the nodes' error rates, which is what the write-up prints as error rate; " +
      `queue, as requests waiting over $3N$; active nodes. ${OURS}`,
  },
  [
    { key: "reward", title: "reward", format: { digits: 2 } },
    { key: "latency", title: "latency (s)", format: { digits: 3 } },
    { key: "errorRate", title: "errors", format: { digits: 3 } },
    { key: "queue", title: "queue", format: { digits: 3 } },
    { key: "active", title: "active", format: { digits: 1 } },
  ],
);

import { WRITEUP_REWARD_WEIGHTS } from "../../cluster/index.js";
import { type ResultRow, rewardTerms } from "../../evaluation/index.js";
import type { DataReader } from "../data-reader.js";
import type { Estimate } from "../definitions.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS, type PublishedAgentRow } from "./published.js";
import { resultRows, WRITEUP_AGENT_FILE } from "./rows.js";
import { seedPrediction } from "./training-seeds.js";
import { WRITEUP_TRAFFICS } from "./writeup-comparison.js";

export type AgentQuantity = Exclude<keyof PublishedAgentRow, "size" | "episodeReward">;

/** A penalty of the write-up's reward before its weight, mean over steps. */
const penalty = (row: ResultRow, term: "errors" | "queue") =>
  -(rewardTerms(row)[term] ?? Number.NaN) / WRITEUP_REWARD_WEIGHTS[term];

/** The write-up's columns for its agent, and ours of a run. */
export const AGENT_QUANTITIES: readonly {
  readonly key: AgentQuantity;
  /** Half of the last digit that the write-up prints. */
  readonly rounding: number;
  readonly limits: readonly [number, number];
  readonly ours: (row: ResultRow) => number;
}[] = Object.freeze([
  { key: "reward", rounding: 0.05, limits: [Number.NEGATIVE_INFINITY, 0], ours: (row) => row.reward_mean },
  { key: "cpu", rounding: 5e-5, limits: [0, 1], ours: (row) => row.cpu_mean },
  { key: "latency", rounding: 0.005, limits: [0, Number.POSITIVE_INFINITY], ours: (row) => row.latency_mean },
  { key: "errorRate", rounding: 5e-4, limits: [0, 1], ours: (row) => penalty(row, "errors") },
  { key: "queue", rounding: 0.005, limits: [0, 1], ours: (row) => penalty(row, "queue") },
  {
    key: "active",
    rounding: 0.05,
    limits: [0, Number.POSITIVE_INFINITY],
    ours: (row) => row.fleet_size_mean,
  },
  {
    key: "failed",
    rounding: 0.5,
    limits: [0, Number.POSITIVE_INFINITY],
    ours: (row) => (row.failed * PUBLISHED_STEPS) / row.steps,
  },
  {
    key: "events",
    rounding: 0.5,
    limits: [0, PUBLISHED_STEPS],
    ours: (row) => row.churn_rate * PUBLISHED_STEPS,
  },
  {
    key: "users",
    rounding: 0.05,
    limits: [0, Number.POSITIVE_INFINITY],
    ours: (row) => row.offered_users_per_container,
  },
  { key: "violations", rounding: 5e-5, limits: [0, 1], ours: (row) => row.writeup_sla_violation_rate },
]);

/** The agent at one size on one traffic beside the published row. */
export interface AgentComparison {
  readonly size: number;
  readonly patterns: 8 | 11;
  readonly published: PublishedAgentRow;
  /** Mean over our training runs with the 95 % prediction interval of one more. */
  readonly ours: Readonly<Record<AgentQuantity, Estimate>>;
  /** Quantities whose published value lies outside the interval, its rounding allowed for. */
  readonly outside: readonly AgentQuantity[];
}

/** Every size and traffic that was measured for an agent. */
export function agentComparisons(data: DataReader, agent = "ppo-writeup"): readonly AgentComparison[] {
  const own = resultRows(data, WRITEUP_AGENT_FILE).filter((row) => row.controller === agent);
  return PUBLISHED_AGENT.flatMap((published) =>
    WRITEUP_TRAFFICS.flatMap(({ workload, patterns }) => {
      const rows = own.filter((row) => row.size === published.size && row.workload === workload);
      if (rows.length === 0) return [];
      const ours = Object.fromEntries(
        AGENT_QUANTITIES.map(({ key, ours, limits }) => [key, seedPrediction(rows, ours, limits)]),
      ) as Record<AgentQuantity, Estimate>;
      const outside = AGENT_QUANTITIES.filter(
        ({ key, rounding }) =>
          published[key] + rounding < ours[key].lower || published[key] - rounding > ours[key].upper,
      ).map(({ key }) => key);
      return [{ size: published.size, patterns, published, ours, outside }];
    }),
  );
}

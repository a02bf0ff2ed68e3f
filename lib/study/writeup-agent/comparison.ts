import { WRITEUP_REWARD_WEIGHTS } from "../../cluster/index.js";
import { type ResultRow, rewardTerms, seedPrediction } from "../../evaluation/index.js";
import { type DataReader, resultRows } from "../../report/index.js";
import { NOT_NEGATIVE, NOT_POSITIVE, SHARE } from "../../statistics/index.js";
import {
  type ComparedQuantity,
  type Comparison,
  comparisons,
  WRITEUP_QUANTITIES,
} from "../writeup/comparison.js";
import { PUBLISHED_AGENT, type PublishedAgentRow } from "../writeup/published.js";
import { WRITEUP_AGENT_FILE } from "./experiment.js";

export type AgentQuantity = Exclude<keyof PublishedAgentRow, "size" | "episodeReward">;

/** The queue as the agent sees it, mean over steps: its penalty before the weight. */
const queueSeen = (row: ResultRow) => -(rewardTerms(row).queue ?? Number.NaN) / WRITEUP_REWARD_WEIGHTS.queue;

/** The write-up's columns for its agent: those of its rules, and means per step. */
export const AGENT_QUANTITIES: readonly ComparedQuantity<AgentQuantity>[] = Object.freeze([
  ...WRITEUP_QUANTITIES,
  { key: "reward", rounding: 0.05, limits: NOT_POSITIVE, ours: (row) => row.reward_mean },
  { key: "latency", rounding: 0.005, limits: NOT_NEGATIVE, ours: (row) => row.latency_mean },
  { key: "errorRate", rounding: 5e-4, limits: NOT_NEGATIVE, ours: (row) => row.failed / row.steps },
  { key: "queue", rounding: 0.005, limits: SHARE, ours: queueSeen },
  {
    key: "active",
    rounding: 0.05,
    limits: NOT_NEGATIVE,
    ours: (row) => row.fleet_size_mean,
  },
]);

export type AgentComparison = Comparison<AgentQuantity, PublishedAgentRow>;

/** Every size and traffic that was measured for the write-up's agent; an attempt is a training run. */
export function agentComparisons(data: DataReader): readonly AgentComparison[] {
  const own = resultRows(data, WRITEUP_AGENT_FILE).filter((row) => row.controller === "ppo-writeup");
  return comparisons(own, PUBLISHED_AGENT, AGENT_QUANTITIES, (rows, { ours, limits }) =>
    seedPrediction(rows, ours, limits),
  );
}

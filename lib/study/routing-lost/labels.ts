import type { ConditionName, RewardName } from "./plan.js";

export const REWARD_LABELS: Readonly<Record<RewardName, string>> = Object.freeze({
  averages: "by containers",
  requests: "by requests",
  "requests-queue": "by requests, queue too",
});

export const CONDITION_LABELS: Readonly<Record<ConditionName, string>> = Object.freeze({
  standard: "as it is",
  "half-load": "half the load",
  "least-connections": "least connections",
  shared: "network shared by containers",
  "fine-weights": "weights not rounded",
  "small-noise": "less exploration noise",
});

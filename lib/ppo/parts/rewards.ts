import { z } from "zod";
import { costReward, DEFAULT_PRICE, type RewardModel, writeupReward } from "../../cluster/index.js";
import type { PartKind } from "./registry.js";

/** Weights that differ from the model's, by term. */
const SETTINGS = { weights: z.record(z.string(), z.number()).default({}) };

type RewardKind = PartKind<void, RewardModel, typeof SETTINGS>;

/** The write-up's reward. */
export const writeupRewardKind: RewardKind = {
  kind: "writeup",
  settings: SETTINGS,
  make: ({ weights }) => writeupReward(weights),
};

/** Container-seconds and violations at their price. */
export const costRewardKind: RewardKind = {
  kind: "cost",
  settings: SETTINGS,
  make: ({ weights }) => costReward(DEFAULT_PRICE, weights),
};

import { z } from "zod";
import {
  costReward,
  DEFAULT_PRICE,
  knownTerm,
  newestTerm,
  type OwnTermName,
  type RewardModel,
  writeupReward,
} from "../../cluster/index.js";
import type { PartKind } from "./registry.js";

/** A term of the user's own: an `OwnTerm`, its name and hash, or the name of one that this process knows. */
const ownTermName = z.unknown().transform((value, context): OwnTermName => {
  const name = typeof value === "string" ? newestTerm(value) : (value as OwnTermName | null);
  if (typeof name?.name === "string" && typeof name.hash === "string")
    return { name: name.name, hash: name.hash };
  context.addIssue(
    typeof value === "string"
      ? "no term of that name is known: give the file that defines it (--use FILE, cluster.useModule), or run the cell that does"
      : "a term of one's own is its name, or { name, hash }",
  );
  return z.NEVER;
});

const SETTINGS = {
  /** Weights that differ from the model's, by term. */
  weights: z.record(z.string(), z.number()).default({}),
  /** Terms of the user's own, kept as name and hash. */
  own: z.array(ownTermName).optional(),
};

type RewardKind = PartKind<void, RewardModel, typeof SETTINGS>;

/** The write-up's reward. */
export const writeupRewardKind: RewardKind = {
  kind: "writeup",
  settings: SETTINGS,
  make: ({ weights, own = [] }) => writeupReward(weights, own.map(knownTerm)),
};

/** Container-seconds and violations at their price. */
export const costRewardKind: RewardKind = {
  kind: "cost",
  settings: SETTINGS,
  make: ({ weights, own = [] }) => costReward(DEFAULT_PRICE, weights, own.map(knownTerm)),
};

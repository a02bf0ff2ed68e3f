import type { TableDefinition } from "../../report/index.js";
import { FIXED_LOAD, FIXED_POLICIES, type FixedPolicy, fixedReward } from "./fixed-policies.js";
import { REWARD_LABELS } from "./labels.js";
import { LARGEST_SIZE, LIMITS, type RewardName, SIZES } from "./plan.js";

const POLICIES = Object.keys(FIXED_POLICIES) as FixedPolicy[];
const REWARD_NAMES = Object.keys(REWARD_LABELS) as RewardName[];
const one = { digits: 1 } as const;

/** What policies that never change earn, in closed form. */
export const fixedPoliciesTable: TableDefinition = {
  id: "fixed-policies",
  title: "Reward a step of policies that never change",
  caption:
    `Reward a step, in closed form, of equal shares over the whole fleet, of all requests to one container of the whole fleet, and of equal shares over half the fleet, at a load of ${FIXED_LOAD} behind round robin, by ` +
    "what the reward averages over, $N$ and the queue limit $K$. A test holds the forms against the simulator, within 2.5 %.",
  inputs: [],
  ruleBy: "reward",
  columns: [
    { key: "reward", title: "errors and latency" },
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "policy", title: "policy" },
    ...LIMITS.map((limit) => ({ key: `k${limit}`, title: `$K = ${limit}$`, format: one })),
  ],
  rows: () =>
    REWARD_NAMES.flatMap((reward) =>
      SIZES.filter((size) => reward === "averages" || size === LARGEST_SIZE).flatMap((size) =>
        POLICIES.map((policy) => ({
          reward: REWARD_LABELS[reward],
          size,
          policy,
          ...Object.fromEntries(
            LIMITS.map((queueLimit) => [`k${queueLimit}`, fixedReward(policy, { size, queueLimit, reward })]),
          ),
        })),
      ),
    ),
};

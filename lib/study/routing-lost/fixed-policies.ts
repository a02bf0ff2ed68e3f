import {
  clusterSpec,
  evaluateReward,
  type StepStatistics,
  stationaryStep,
  writeupReward,
} from "../../cluster/index.js";
import { REWARDS, type RewardName } from "./plan.js";

/** Load at which fixed policies are compared, as a share of the whole fleet's capacity. */
export const FIXED_LOAD = 0.7;

/** Policies that never change: how many of N containers are ready, and how many of these get requests. */
export const FIXED_POLICIES = Object.freeze({
  "equal shares": (size: number) => ({ ready: size, used: size }),
  "all to one": (size: number) => ({ ready: size, used: 1 }),
  "half the fleet": (size: number) => ({ ready: Math.ceil(size / 2), used: Math.ceil(size / 2) }),
});
export type FixedPolicy = keyof typeof FIXED_POLICIES;

interface FixedCluster {
  readonly size: number;
  readonly queueLimit: number;
}

/** The mean step of a fixed policy at stationarity behind round robin. */
export function fixedStep(policy: FixedPolicy, { size, queueLimit }: FixedCluster): StepStatistics {
  const spec = clusterSpec({ size, queueLimit });
  const [{ serviceRate }] = spec.containers;
  const arrivalRate = FIXED_LOAD * serviceRate * size;
  return stationaryStep({ spec, ...FIXED_POLICIES[policy](size), arrivalRate });
}

/** Reward of the mean step of a fixed policy (`cluster.stationaryStep` says what that is and isn't). */
export function fixedReward(
  policy: FixedPolicy,
  { reward, ...cluster }: FixedCluster & { readonly reward: RewardName },
): number {
  const model = writeupReward(REWARDS[reward]);
  return evaluateReward(model, fixedStep(policy, cluster), clusterSpec(cluster), {});
}

/** What sending all requests to one container costs a step: the reward of equal shares less that of all to one. */
export function collapsePrice(what: FixedCluster & { readonly reward: RewardName }): number {
  return fixedReward("equal shares", what) - fixedReward("all to one", what);
}

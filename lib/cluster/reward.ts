import { requireFinite, requirePositive } from "../check/index.js";
import type { ClusterSpec, StepStatistics } from "./contract.js";

/** One named part of a reward: its penalty for a step, >= 0, before its weight. */
export interface RewardTerm {
  readonly name: string;
  penalty(statistics: StepStatistics, spec: ClusterSpec): number;
}

/** A reward: minus the weighted sum of named penalties. */
export interface RewardModel {
  readonly name: string;
  readonly terms: readonly RewardTerm[];
  /** Weight of each term by name; a term without one has weight 0. */
  readonly weights: Readonly<Record<string, number>>;
}

/** Terms that a model has beside its own. */
export interface FurtherTerms {
  /** Each is a term of the model only where a weight names it: records of other models don't list it. */
  readonly spare?: readonly RewardTerm[];
  /** The user's own: each has weight 1 where none is given. */
  readonly own?: readonly RewardTerm[];
}

/**
 * Makes a reward model; throws a RangeError on a weight that isn't finite or belongs to no term, and on two terms of one name.
 * @example
 * const idle = { name: "idle", penalty: ({ cpuMean }: cluster.StepStatistics) => 1 - cpuMean };
 * cluster.rewardModel("thrifty", [idle], { idle: 2 }).weights; // -> { idle: 2 }
 * cluster.rewardModel("thrifty", [idle], { busy: 2 });
 * // throws RangeError: weights.busy belongs to no reward term; known: idle
 */
export function rewardModel(
  name: string,
  terms: readonly RewardTerm[],
  weights: Readonly<Record<string, number>>,
  { spare = [], own = [] }: FurtherTerms = {},
): RewardModel {
  const known = [...terms, ...spare, ...own].map((term) => term.name);
  const twice = known.find((term, i) => known.indexOf(term) < i);
  if (twice !== undefined)
    throw new RangeError(`two reward terms are called ${JSON.stringify(twice)}: give one another name`);
  for (const [term, weight] of Object.entries(weights)) {
    if (!known.includes(term))
      throw new RangeError(`weights.${term} belongs to no reward term; known: ${known.join(", ")}`);
    requireFinite(`weights.${term}`, weight);
  }
  const named = spare.filter((term) => Object.hasOwn(weights, term.name));
  const ownWeights = Object.fromEntries(own.map((term) => [term.name, 1]));
  return Object.freeze({
    name,
    terms: Object.freeze([...terms, ...named, ...own]),
    weights: Object.freeze({ ...ownWeights, ...weights }),
  });
}

/**
 * Writes each weighted term, -weight x penalty, into `terms` and returns their sum: the reward of the step.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const statistics = { containerSeconds: 3, violations: 1, scaleEffect: 0, effectReversed: false } as cluster.StepStatistics;
 * cluster.evaluateReward(cluster.costReward(10), statistics, spec, {}); // -> -(3 + 10 * 1) / 5
 */
export function evaluateReward(
  model: RewardModel,
  statistics: StepStatistics,
  spec: ClusterSpec,
  terms: Record<string, number>,
): number {
  let reward = 0;
  for (const term of model.terms) {
    const value = -(model.weights[term.name] ?? 0) * term.penalty(statistics, spec);
    terms[term.name] = value;
    reward += value;
  }
  return reward;
}

/** Container-seconds billed as a share of the whole fleet's: sum / (N x control interval). */
const containerSeconds: RewardTerm = {
  name: "container-seconds",
  penalty: (statistics, spec) =>
    statistics.containerSeconds / (spec.containers.length * spec.controlInterval),
};

/** SLA violations / (N x control interval); its weight is the price of a violation in container-seconds. */
const violations: RewardTerm = {
  name: "violations",
  penalty: (statistics, spec) => statistics.violations / (spec.containers.length * spec.controlInterval),
};

/** 1 when the fleet changed. */
export const fleetChangeTerm: RewardTerm = {
  name: "fleet-change",
  penalty: (statistics) => (statistics.scaleEffect === 0 ? 0 : 1),
};

/** 1 when the fleet changed against its last change. */
export const reversalTerm: RewardTerm = {
  name: "reversal",
  penalty: (statistics) => (statistics.effectReversed ? 1 : 0),
};

/** A change of the fleet up to this many steps after its last change is one too soon: the window in which reversals count. */
export const DWELL_STEPS = 10;

/** 1 when the fleet changed within `DWELL_STEPS` steps of its last change. */
export const dwellTerm: RewardTerm = {
  name: "dwell",
  penalty: ({ scaleEffect, sinceChange }) =>
    scaleEffect !== 0 && sinceChange > 0 && sinceChange <= DWELL_STEPS ? 1 : 0,
};

/** Containers started or stopped as a share of the fleet's containers: |change| / N. */
const switchingTerm: RewardTerm = {
  name: "switching",
  penalty: ({ scaleEffect }, spec) => Math.abs(scaleEffect) / spec.containers.length,
};

/** Container-seconds an SLA violation is worth where nothing else is said. */
export const DEFAULT_PRICE = 10;

/**
 * The cost of running a cluster as a share of its size:
 * r = -(container-seconds + price x violations) / (N x interval), plus optional prices: "fleet-change", "reversal", "dwell".
 * @param price container-seconds one SLA violation is worth. @param own further terms, as `ownTerm` makes them.
 * @example
 * cluster.costReward(10, { reversal: 0.5 }).weights;
 * // -> { "container-seconds": 1, violations: 10, reversal: 0.5 }
 */
export function costReward(
  price: number,
  extra: Readonly<Record<string, number>> = {},
  own: readonly RewardTerm[] = [],
): RewardModel {
  return rewardModel(
    "cost",
    [containerSeconds, violations, fleetChangeTerm, reversalTerm],
    { "container-seconds": 1, violations: price, ...extra },
    { spare: [dwellTerm], own },
  );
}

/**
 * The cost of running a cluster where episodes have prices of their own: with price p, N containers and `weights` w,
 *
 *   r = -(container-seconds + p x violations + w_switching x containers started or stopped) / (N x interval x sqrt p),
 *
 * where the change isn't divided by the interval. The root keeps rewards of all prices on one scale: at a fleet that suits its price,
 * container-seconds rise and violations fall with the price. `weights` may also price "fleet-change", "reversal" and "dwell".
 * @param price p in container-seconds, > 0.
 * @param weights before the division by sqrt p; default: nothing but container-seconds (1) and violations (p).
 * @param own further terms, as `ownTerm` makes them.
 * @throws RangeError on a price that isn't above 0, and on a weight of no term.
 * @example
 * cluster.ladderReward(4, { switching: 0.2 }).weights; // -> { "container-seconds": 0.5, violations: 2, switching: 0.1 }
 */
export function ladderReward(
  price: number,
  weights: Readonly<Record<string, number>> = {},
  own: readonly RewardTerm[] = [],
): RewardModel {
  requirePositive("price", price);
  const ownWeights = Object.fromEntries(own.map((term) => [term.name, 1]));
  const whole = { "container-seconds": 1, violations: price, ...ownWeights, ...weights };
  const scaled = Object.entries(whole).map(([name, weight]) => [name, weight / Math.sqrt(price)]);
  return rewardModel("ladder", [containerSeconds, violations, switchingTerm], Object.fromEntries(scaled), {
    spare: [fleetChangeTerm, reversalTerm, dwellTerm],
    own,
  });
}

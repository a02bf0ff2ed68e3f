import type { ClusterSpec, StepStatistics } from "../contract.js";
import { fleetChangeTerm, type RewardModel, type RewardTerm, reversalTerm, rewardModel } from "../reward.js";

/**
 * The write-up's reward as named penalties of a step, on the statistics of any cluster. Means are over ready containers, as
 * `StepStatistics` has them. An empty fleet costs 200 and nothing else.
 */
function term(name: string, penalty: (statistics: StepStatistics, spec: ClusterSpec) => number): RewardTerm {
  return Object.freeze({
    name,
    penalty: (statistics: StepStatistics, spec: ClusterSpec) =>
      statistics.ready === 0 ? 0 : penalty(statistics, spec),
  });
}

function above(value: number, limit: number): number {
  return value > limit ? value - limit : 0;
}

/** l^2 where l > 0.1, else 0; l = mean latency in s, cut to 1 as in the observation. */
export const latencyTerm = term("latency", ({ latencyMean }) => {
  const latency = Math.min(latencyMean, 1);
  return latency > 0.1 ? latency * latency : 0;
});

/** Mean error rate of the containers. */
export const errorsTerm = term("errors", ({ errorRateSum, ready }) => errorRateSum / ready);

/** n/N: containers that cost money as a share of all. */
export const costTerm = term(
  "cost",
  ({ starting, ready, draining }, spec) => (starting + ready + draining) / spec.containers.length,
);

/** (m - 0.85)+ + (c - 0.92)+: mean memory and mean CPU close to their limits. */
export const saturationTerm = term(
  "saturation",
  ({ memoryMean, cpuMean }) => above(memoryMean, 0.85) + above(cpuMean, 0.92),
);

/** (0.40 - c)+: mean CPU too low. */
export const idleTerm = term("idle", ({ cpuMean }) => above(0.4, cpuMean));

/** (c - 0.85)+: mean CPU too high, before saturation. */
export const preventiveTerm = term("preventive", ({ cpuMean }) => above(cpuMean, 0.85));

/** 1 where the scale command is the opposite of the last one that wasn't hold. */
export const frictionTerm = term("friction", ({ commandReversed }) => (commandReversed ? 1 : 0));

/** Requests waiting in the whole cluster / 3N, cut to 1. */
export const queueTerm = term("queue", ({ waiting }, spec) =>
  Math.min(waiting / (3 * spec.containers.length), 1),
);

/** 1 where no container is ready. */
export const emptyFleetTerm: RewardTerm = Object.freeze({
  name: "empty-fleet",
  penalty: ({ ready }: StepStatistics) => (ready === 0 ? 1 : 0),
});

/** The write-up's eight weights, and the price of an empty fleet. */
export const WRITEUP_REWARD_WEIGHTS = Object.freeze({
  latency: 10,
  errors: 50,
  cost: 5,
  saturation: 15,
  idle: 4,
  preventive: 5,
  friction: 1,
  queue: 15,
  "empty-fleet": 200,
});

/** Lowest and highest weight in the write-up's sensitivity study. */
export const WRITEUP_REWARD_RANGES: Readonly<Record<string, readonly [number, number]>> = Object.freeze({
  latency: [5, 20],
  errors: [25, 75],
  cost: [2.5, 10],
  saturation: [7.5, 25],
  idle: [2, 8],
  preventive: [2.5, 10],
  friction: [0.2, 3],
  queue: [7.5, 25],
});

/**
 * The write-up's reward: r = -(10 latency + 50 errors + 5 cost + 15 saturation + 4 idle + 5 preventive + 1 friction
 * + 15 queue), and -200 with an empty fleet. Two terms of our own stand by with weight 0: "fleet-change" and "reversal",
 * which count what really happens to the fleet where friction counts commands.
 * @param weights weights that differ from the write-up's, by term.
 * @throws RangeError on a weight that isn't finite or belongs to no term.
 * @example
 * cluster.writeupReward({ friction: 3 }).weights.friction; // -> 3
 * cluster.writeupReward({ queue: Number.NaN }); // throws RangeError: weights.queue must be finite, got NaN
 */
export function writeupReward(weights: Readonly<Record<string, number>> = {}): RewardModel {
  return rewardModel(
    "writeup",
    [
      latencyTerm,
      errorsTerm,
      costTerm,
      saturationTerm,
      idleTerm,
      preventiveTerm,
      frictionTerm,
      queueTerm,
      emptyFleetTerm,
      fleetChangeTerm,
      reversalTerm,
    ],
    { ...WRITEUP_REWARD_WEIGHTS, ...weights },
  );
}

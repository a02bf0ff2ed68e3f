/**
 * The write-up's reward as named penalties of a step, on the statistics of any cluster. Means are over ready containers, as
 * `StepStatistics` has them. An empty fleet costs 200 and nothing else.
 */
import type { ClusterSpec, StepStatistics } from "../contract.js";
import type { RewardTerm } from "../reward.js";

/** A penalty of the write-up's reward: 0 with an empty fleet, which has a term of its own. */
export function termOfFleet(
  name: string,
  penalty: (statistics: StepStatistics, spec: ClusterSpec) => number,
): RewardTerm {
  return Object.freeze({
    name,
    penalty: (statistics: StepStatistics, spec: ClusterSpec) =>
      statistics.ready === 0 ? 0 : penalty(statistics, spec),
  });
}

function above(value: number, limit: number): number {
  return value > limit ? value - limit : 0;
}

/** l^2 where l > 0.1, else 0; l = `seconds`, cut to 1. */
export function squaredLatency(seconds: number): number {
  const latency = Math.min(seconds, 1);
  return latency > 0.1 ? latency * latency : 0;
}

/** l^2 where l > 0.1, else 0; l = mean latency in s, cut to 1 as in the observation. */
export const latencyTerm = termOfFleet("latency", ({ latencyMean }) => squaredLatency(latencyMean));

/** Mean error rate of the containers. */
export const errorsTerm = termOfFleet("errors", ({ errorRateSum, ready }) => errorRateSum / ready);

/** n/N: containers that cost money as a share of all. */
export const costTerm = termOfFleet(
  "cost",
  ({ starting, ready, draining }, spec) => (starting + ready + draining) / spec.containers.length,
);

/** (m - 0.85)+ + (c - 0.92)+: mean memory and mean CPU close to their limits. */
export const saturationTerm = termOfFleet(
  "saturation",
  ({ memoryMean, cpuMean }) => above(memoryMean, 0.85) + above(cpuMean, 0.92),
);

/** (0.40 - c)+: mean CPU too low. */
export const idleTerm = termOfFleet("idle", ({ cpuMean }) => above(0.4, cpuMean));

/** (c - 0.85)+: mean CPU too high, before saturation. */
export const preventiveTerm = termOfFleet("preventive", ({ cpuMean }) => above(cpuMean, 0.85));

/** 1 where the scale command is the opposite of the last one that wasn't hold. */
export const frictionTerm = termOfFleet("friction", ({ commandReversed }) => (commandReversed ? 1 : 0));

/** Requests waiting in the whole cluster / 3N, cut to 1. */
export const queueTerm = termOfFleet("queue", ({ waiting }, spec) =>
  Math.min(waiting / (3 * spec.containers.length), 1),
);

/** 1 where no container is ready. */
export const emptyFleetTerm: RewardTerm = Object.freeze({
  name: "empty-fleet",
  penalty: ({ ready }: StepStatistics) => (ready === 0 ? 1 : 0),
});

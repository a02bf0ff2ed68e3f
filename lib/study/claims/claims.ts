import { type MetricName, pairedRuns, seedMeans } from "../../evaluation/index.js";
import { type Interval, mean, meanInterval } from "../../statistics/index.js";
import { SIZES } from "../shared/sizes.js";
import { AGENT, type ClaimSource } from "./sources.js";
import { above, below, majority, type Sign, threeWay, unanimous, type Verdict } from "./verdict.js";

/** An effect at one number of containers, with its 95 % interval. */
export interface SizedEffect {
  readonly size: number;
  readonly effect: Interval;
}

/** A claim of the write-up's and one way to measure it, the same in every world. */
export interface Claim {
  readonly claim: "C1" | "C2" | "C3" | "C4" | "C5" | "C6";
  /** What the write-up says. */
  readonly statement: string;
  /** What is measured, in a few words. */
  readonly measure: string;
  /** How the effects are shown: "percent" times 100, else plain numbers. */
  readonly style?: "percent";
  /** Worlds in which it is measured. */
  readonly worlds: readonly ClaimSource["world"][];
  /** The effect at one number of containers; NaN where it is not measured there. */
  effect(source: ClaimSource, size: number): Interval;
  /** 1 where the effect bears the claim out, -1 where it speaks against it, 0 where it is open; undefined where it is not to be judged. */
  favours(own: SizedEffect, effects: readonly SizedEffect[], source: ClaimSource): Sign | undefined;
  /** What follows from the signs of all sizes. */
  verdict(signs: readonly Sign[]): Verdict;
}

/** Latency in s from which the write-up's code counts a violation, half of the ceiling of 1 s that C3 names: below is "well under". */
const LATENCY_LIMIT = 0.5;
/** Shares of steps with a fleet change that C5 names. */
const AGENT_CHURN = 0.7;
const THRESHOLD_CHURN = 0.1;
/** A model for all sizes works as well as its own model where it loses less than this share of the reward. */
const MARGIN = 0.1;
/** Differences between the two worlds up to this share count as none. */
const TIE = 0.05;
const LARGEST = Math.max(...SIZES);

/** Every claim, in every way it is measured. */
export const CLAIMS: readonly Claim[] = Object.freeze([
  ...leads("offered users a node", "offered_users_per_container", ["writeup", "real"]),
  ...leads("served (1/s)", "users_per_container", ["writeup", "exact", "real"]),
  {
    claim: "C2",
    statement: "One model serves every number of nodes.",
    measure: "reward of one model for all N less N's own, %",
    style: "percent",
    worlds: ["writeup"],
    effect: lossOfOneModel,
    favours: ({ effect }) => above(effect, -MARGIN),
    verdict: unanimous,
  },
  {
    claim: "C3",
    statement: "The agent's mean latency stays well under the ceiling everywhere.",
    measure: "mean latency (s)",
    worlds: ["writeup", "exact", "real"],
    effect: agentMean("latency_mean"),
    favours: ({ effect }) => below(effect, LATENCY_LIMIT),
    verdict: unanimous,
  },
  worseAtTheLargest("routing error, %", "routing_error", ["writeup", "exact"], "percent"),
  worseAtTheLargest("routing loss (s)", "routing_loss", ["exact"]),
  worseAtTheLargest("routing error", "routing_error", ["real"]),
  {
    claim: "C5",
    statement: "The agent changes the fleet in over 70 % of steps.",
    measure: "agent's churn rate, %",
    style: "percent",
    worlds: ["writeup", "exact", "real"],
    effect: agentMean("churn_rate"),
    favours: ({ effect }) => above(effect, AGENT_CHURN),
    verdict: unanimous,
  },
  {
    claim: "C5",
    statement: "The threshold rule changes it in fewer than 10 %.",
    measure: "threshold's churn rate, %",
    style: "percent",
    worlds: ["writeup", "real"],
    effect: (source, size) => source.mean(source.ownRuns("writeup-threshold", size), "churn_rate"),
    favours: ({ effect }) => below(effect, THRESHOLD_CHURN),
    verdict: unanimous,
  },
  {
    claim: "C6",
    statement: "Simulation and reality look tied because real runs are short.",
    measure: "offered users a node, real less simulated, %",
    style: "percent",
    worlds: ["real"],
    effect: realLessSimulated,
    favours: tiedByNoise,
    verdict: majority,
  },
] satisfies Claim[]);

/** C1: each rule less the agent, on the same requests. */
function leads(what: string, metric: MetricName, worlds: Claim["worlds"]): Claim[] {
  const rules = [
    ["PID", "writeup-pid"],
    ["threshold", "writeup-threshold"],
  ] as const;
  return rules.map(([label, rule]) => ({
    claim: "C1",
    statement: "Rules beat the agent on users a node in most sizes.",
    measure: `${what}, ${label} less agent`,
    worlds,
    effect: (source, size) => source.lead(source.runs(rule, size), source.runs(AGENT, size), metric),
    favours: ({ effect }) => above(effect),
    verdict: majority,
  }));
}

/** C4: the agent's metric at the largest size beside that at each smaller one. */
function worseAtTheLargest(
  measure: string,
  metric: MetricName,
  worlds: Claim["worlds"],
  style?: "percent",
): Claim {
  return {
    claim: "C4",
    statement: "Routing is worse at the largest number of nodes than at each smaller one.",
    measure,
    ...(style && { style }),
    worlds,
    effect: agentMean(metric),
    favours({ size, effect }, effects) {
      const largest = effects.find((one) => one.size === LARGEST)?.effect;
      if (largest === undefined || size === LARGEST) return undefined;
      return threeWay(largest.lower > effect.upper, largest.upper < effect.lower);
    },
    verdict: unanimous,
  };
}

function agentMean(metric: MetricName): Claim["effect"] {
  return (source, size) => source.mean(source.runs(AGENT, size), metric);
}

/** C2: reward of the model for all sizes less that of the model made for N, as a share of the latter, by training run. */
function lossOfOneModel(source: ClaimSource, size: number): Interval {
  const [own, one] = [AGENT, `${AGENT}-padded`].map((agent) =>
    seedMeans(source.runs(agent, size), (row) => row.reward_mean),
  );
  const scale = Math.abs(mean(own));
  return meanInterval(one.map((value, seed) => (value - (own[seed] ?? Number.NaN)) / scale));
}

/** Users that the agent is offered a node in pairs of runs, real and simulated, each over the mean of the simulated ones. */
function offeredUsers({ runs, simulated }: ClaimSource, size: number) {
  const pairs = pairedRuns(runs(AGENT, size), simulated?.(size) ?? []);
  const users = pairs.map((pair) => pair.map((row) => row.offered_users_per_container));
  const scale = mean(users.map(([, one]) => one));
  return users.map((pair) => pair.map((value) => value / scale));
}

/** C6: the paired difference of the worlds; NaN with fewer than two pairs. */
function realLessSimulated(source: ClaimSource, size: number): Interval {
  const pairs = offeredUsers(source, size);
  return meanInterval(pairs.length < 2 ? [] : pairs.map(([real, simulated]) => real - simulated));
}

/**
 * C6 holds at a size where the users that the agent is offered a node differ on the same arrivals (a paired comparison), while
 * independent runs of the same length, as the write-up compared, leave it open. It fails where such runs tell the worlds apart, or where
 * the paired interval lies within 5 % of none.
 */
function tiedByNoise({ size, effect }: SizedEffect, _: readonly SizedEffect[], source: ClaimSource): Sign {
  const pairs = offeredUsers(source, size);
  const halves = [0, 1].map((world) => {
    const { upper, estimate } = meanInterval(pairs.map((pair) => pair[world]));
    return upper - estimate;
  });
  const apart = Math.abs(effect.estimate) > Math.hypot(halves[0], halves[1]);
  const isTie = effect.lower > -TIE && effect.upper < TIE;
  return threeWay(above(effect) !== 0 && !apart && !isTie, apart || isTie);
}

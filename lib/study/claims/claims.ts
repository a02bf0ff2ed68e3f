import { type MetricName, pairedRuns, seedMeans } from "../../evaluation/index.js";
import {
  differenceInterval,
  fisherExact,
  type Interval,
  mapInterval,
  mean,
  meanInterval,
  medianInterval,
  SHARE,
  withoutInterval,
} from "../../statistics/index.js";
import type { KeptMetric } from "../equal-violations/experiment.js";
import { SIZES } from "../shared/sizes.js";
import { AGENT, type ClaimSource } from "./sources.js";
import { above, below, majority, type Sign, threeWay, unanimous, type Verdict } from "./verdict.js";

/** An effect at one number of containers with its 95 % interval, and what it rests on in a few characters. */
export interface SizedEffect {
  readonly size: number;
  readonly effect: Effect;
}

export interface Effect extends Interval {
  readonly note?: string;
}

/** A claim of the write-up's and one way to measure it, the same in every world. */
export interface Claim {
  readonly claim: "C1" | "C2" | "C3" | "C4" | "C5" | "C6";
  /** What is measured, in a few words. */
  readonly measure: string;
  /** How the effects are shown: "percent" times 100, "count" as whole numbers, else plain numbers. */
  readonly style?: "percent" | "count";
  /** Worlds in which it is measured. */
  readonly worlds: readonly ClaimSource["world"][];
  /** The value that effects are held against, where there is one. */
  readonly limit?: number;
  /** The effect at one number of containers; NaN where it is not measured there. */
  effect(source: ClaimSource, size: number): Effect;
  /** 1 where the effect bears the claim out, -1 where it speaks against it, 0 where it is open; undefined where it is not to be judged. */
  favours(own: SizedEffect, effects: readonly SizedEffect[], source: ClaimSource): Sign | undefined;
  /** What follows from the signs of all sizes. */
  verdict(signs: readonly Sign[]): Verdict;
}

/** C3's ceiling of 1 s is 20 services of 50 ms; well under it is half of that, which is the SLA here, too. */
const SERVICES_LIMIT = 10;
/** Latency is under a limit where fewer requests than this are slower or refused: their 95th percentile is. */
const SLOW_SHARE = 0.05;
/** Shares of steps with a fleet change that C5 names. */
const AGENT_CHURN = 0.7;
const THRESHOLD_CHURN = 0.1;
/** A model for all sizes works as well as its own model where it loses less than this share of the reward. */
const MARGIN = 0.1;
/** Differences between two controllers' violation rates up to this count as none. */
const TIE = 0.01;
/** Chance of a false alarm in a single test. */
const LEVEL = 0.05;
const LARGEST = Math.max(...SIZES);
const NOT_MEASURED = withoutInterval(Number.NaN);

/** Every claim, in every way it is measured. */
export const CLAIMS: readonly Claim[] = Object.freeze([
  ...leads("offered users a node", "offered_users_per_container"),
  ...leads("served a container-second", "users_per_container"),
  {
    claim: "C2",
    measure: "reward of one model for all N less N's own, %",
    style: "percent",
    worlds: ["writeup"],
    limit: -MARGIN,
    effect: lossOfOneModel,
    favours: ({ effect }) => above(effect, -MARGIN),
    verdict: unanimous,
  },
  {
    claim: "C3",
    measure: "over 10 service times or refused, %",
    style: "percent",
    worlds: ["writeup", "exact", "real"],
    limit: SLOW_SHARE,
    effect: agentMean("sla_violation_rate"),
    favours: ({ effect }) => below(effect, SLOW_SHARE),
    verdict: unanimous,
  },
  {
    claim: "C3",
    measure: "mean response of those answered (service times)",
    worlds: ["writeup", "exact", "real"],
    limit: SERVICES_LIMIT,
    effect: (source, size) =>
      mapInterval(agentMean("response_time_mean")(source, size), (seconds) => seconds * source.serviceRate),
    favours: ({ effect }) => below(effect, SERVICES_LIMIT),
    verdict: unanimous,
  },
  {
    claim: "C4",
    measure: "collapsed training runs",
    style: "count",
    worlds: ["writeup", "exact"],
    effect: collapsedRuns,
    favours: moreCollapsed,
    verdict: unanimous,
  },
  {
    claim: "C4",
    measure: "routing error of the other runs, %",
    style: "percent",
    worlds: ["writeup", "exact"],
    effect: routingErrorOfOthers,
    favours: worseAtTheLargest,
    verdict: unanimous,
  },
  {
    claim: "C5",
    measure: "agent's churn rate, %",
    style: "percent",
    worlds: ["writeup", "exact", "real"],
    limit: AGENT_CHURN,
    effect: agentMean("churn_rate"),
    favours: ({ effect }) => above(effect, AGENT_CHURN),
    verdict: unanimous,
  },
  {
    claim: "C5",
    measure: "threshold's churn rate, %",
    style: "percent",
    worlds: ["writeup", "real"],
    limit: THRESHOLD_CHURN,
    effect: (source, size) => source.mean(source.ownRuns("writeup-threshold", size), "churn_rate"),
    favours: ({ effect }) => below(effect, THRESHOLD_CHURN),
    verdict: unanimous,
  },
  ...hiddenDifferences(),
] satisfies Claim[]);

/** C1: each rule less the agent, at the violation rate of each training run. */
function leads(what: string, metric: KeptMetric): Claim[] {
  const rules = [
    ["PID", "writeup-pid"],
    ["threshold", "writeup-threshold"],
  ] as const;
  return rules.map(([label, rule]) => ({
    claim: "C1",
    measure: `${what}, ${label} less agent`,
    worlds: ["writeup", "exact"],
    limit: 0,
    effect(source, size) {
      const differences = source.atEqualViolations?.(rule, size, metric) ?? [];
      if (differences.length === 0) return NOT_MEASURED;
      const wins = differences.filter((difference) => difference > 0).length;
      return { ...medianInterval(differences), note: `${wins}/${differences.length}` };
    },
    favours: ({ effect }) => above(effect),
    verdict: majority,
  }));
}

function agentMean(metric: MetricName): Claim["effect"] {
  return (source, size) => source.mean(source.runs(AGENT, size), metric);
}

/**
 * C2: mean reward of the models for all sizes less that of the models made for N, as a share of the latter's size. Training runs of the two
 * share nothing, so they aren't paired.
 */
function lossOfOneModel(source: ClaimSource, size: number): Effect {
  const [own, one] = [AGENT, `${AGENT}-padded`].map((agent) =>
    seedMeans(source.runs(agent, size), (row) => row.reward_mean),
  );
  if (own.length === 0 || one.length === 0) return NOT_MEASURED;
  const scale = Math.abs(mean(own));
  return mapInterval(differenceInterval(one, own), (difference) => difference / scale);
}

/** C4: how many of the agents have collapsed. */
function collapsedRuns(source: ClaimSource, size: number): Effect {
  const runs = source.routing?.(size) ?? [];
  if (runs.length === 0) return NOT_MEASURED;
  const collapsed = runs.filter(({ isCollapsed }) => isCollapsed).length;
  return { ...withoutInterval(collapsed), note: `of ${runs.length}` };
}

/** Judged at the largest size: for the claim where a larger share has collapsed than of all others by Fisher's exact test, against it where none is larger. */
function moreCollapsed(
  { size }: SizedEffect,
  effects: readonly SizedEffect[],
  source: ClaimSource,
): Sign | undefined {
  if (size !== LARGEST || effects.length < 2) return undefined;
  const count = (isLargest: boolean) => {
    const runs = effects
      .filter((one) => (one.size === LARGEST) === isLargest)
      .flatMap((one) => source.routing?.(one.size) ?? []);
    return { count: runs.filter(({ isCollapsed }) => isCollapsed).length, of: runs.length };
  };
  const [largest, others] = [count(true), count(false)];
  return threeWay(
    fisherExact(largest, others) < LEVEL,
    largest.count / largest.of <= others.count / others.of,
  );
}

/** C4: the routing error of the agents that haven't collapsed. */
function routingErrorOfOthers(source: ClaimSource, size: number): Effect {
  const runs = source.routing?.(size) ?? [];
  const sound = new Set(runs.flatMap(({ isCollapsed, trainingSeed }) => (isCollapsed ? [] : [trainingSeed])));
  const rows = source.runs(AGENT, size).filter((row) => sound.has(row.training_seed));
  if (rows.length === 0) return NOT_MEASURED;
  return meanInterval(
    seedMeans(rows, (row) => row.routing_error),
    { limits: SHARE },
  );
}

/** The largest size beside each smaller one. */
function worseAtTheLargest({ size, effect }: SizedEffect, effects: readonly SizedEffect[]): Sign | undefined {
  const largest = effects.find((one) => one.size === LARGEST)?.effect;
  if (largest === undefined || size === LARGEST) return undefined;
  return threeWay(largest.lower > effect.upper, largest.upper < effect.lower);
}

/**
 * C6: two controllers' violation rates on the real cluster. Short runs hide a difference at a size where runs on the same requests show
 * it (a paired comparison), while as many runs on requests of their own leave it open. They don't where such runs show it, too, or where
 * the paired interval lies within one point of none.
 */
function hiddenDifferences(): Claim[] {
  const [agent, threshold, pid] = [
    ["agent", AGENT],
    ["threshold", "writeup-threshold"],
    ["PID", "writeup-pid"],
  ] as const;
  return (
    [
      [pid, threshold],
      [agent, threshold],
      [agent, pid],
    ] as const
  ).map(([[label, one], [otherLabel, other]]) => {
    const rates = (source: ClaimSource, size: number) => {
      const pairs = pairedRuns(source.runs(one, size), source.runs(other, size));
      return [0, 1].map((side) => pairs.map((pair) => pair[side].sla_violation_rate));
    };
    return {
      claim: "C6",
      measure: `violations, ${label} less ${otherLabel}, %`,
      style: "percent",
      worlds: ["real"],
      limit: 0,
      effect(source, size) {
        const [x, y] = rates(source, size);
        return meanInterval(x.length < 2 ? [] : x.map((value, i) => value - y[i]));
      },
      favours({ size, effect }, _, source) {
        const [x, y] = rates(source, size);
        const showsUnpaired = above(differenceInterval(x, y)) !== 0;
        const isTie = effect.lower > -TIE && effect.upper < TIE;
        return threeWay(above(effect) !== 0 && !showsUnpaired && !isTie, showsUnpaired || isTie);
      },
      verdict: majority,
    } satisfies Claim;
  });
}

import {
  METRICS,
  type MetricName,
  type ResultRow,
  ruleLessAgent,
  seedEstimate,
  seedMeans,
} from "../../evaluation/index.js";
import { type DataReader, resultRows } from "../../report/index.js";
import { type Interval, mean, meanInterval } from "../../statistics/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { RULES_FILE } from "../rules/experiment.js";
import { PUBLISHED_AGENT, PUBLISHED_RULES, PUBLISHED_STEPS } from "../writeup/published.js";
import { WRITEUP_AGENT_FILE } from "../writeup-agent/experiment.js";
import { WRITEUP_RULES_FILE } from "../writeup-rules/experiment.js";

/** What the data say of a claim. "unresolved": intervals leave it open. */
export type Verdict = "reproduced" | "partly" | "not reproduced" | "reversed" | "unresolved";

/** A claim of the write-up's, one way to measure it, and what came out, size by size. */
export interface ClaimCheck {
  readonly claim: "C1" | "C2" | "C3" | "C4" | "C5" | "C6";
  /** What was measured, in a few words. */
  readonly measure: string;
  readonly verdict: Verdict;
  /** The effect at each N, with its 95 % interval: over training runs, on the real cluster over runs. */
  readonly effects: readonly { readonly size: number; readonly effect: Interval }[];
  /** How the effects are shown: "percent" times 100, else plain numbers. */
  readonly style?: "percent";
}

/** Sizes N of the write-up's tables. */
const SIZES = PUBLISHED_AGENT.map(({ size }) => size);
/** Its traffic in evaluation: all 11 patterns. */
const TRAFFIC = "writeup-test";
/** Latency in s from which the write-up's code counts a violation, half of the ceiling of 1 s that C3 names: below is "well under". */
export const LATENCY_LIMIT = 0.5;
/** Shares of steps with a fleet change that C5 names. */
export const AGENT_CHURN = 0.7;
export const THRESHOLD_CHURN = 0.1;
/** A model for all sizes works as well as its own model where it loses less than this share of the reward. */
const MARGIN = 0.1;

/** Files that the checks read. */
export const CLAIM_FILES: readonly string[] = Object.freeze([
  WRITEUP_AGENT_FILE,
  WRITEUP_RULES_FILE,
  EXACT_AGENT_FILE,
  RULES_FILE,
]);

/** Every check of C1 to C5 on simulated clusters. */
export function claimChecks(data: DataReader): readonly ClaimCheck[] {
  const writeup = resultRows(data, WRITEUP_AGENT_FILE).filter((row) => row.workload === TRAFFIC);
  const writeupRules = resultRows(data, WRITEUP_RULES_FILE).filter((row) => row.workload === TRAFFIC);
  const exact = resultRows(data, EXACT_AGENT_FILE);
  const exactRules = resultRows(data, RULES_FILE);
  const agent = writeup.filter((row) => row.controller === "ppo-writeup");
  return [
    usersClaim("PID", "writeup-pid", agent, writeup),
    usersClaim("threshold", "writeup-threshold", agent, writeup),
    servedClaim("PID", "writeup-pid", agent, writeup, "write-up"),
    servedClaim("threshold", "writeup-threshold", agent, writeup, "write-up"),
    servedClaim("PID", "writeup-pid", exact, exactRules, "exact"),
    servedClaim("threshold", "writeup-threshold", exact, exactRules, "exact"),
    oneModelClaim(
      agent,
      writeup.filter((row) => row.controller === "ppo-writeup-padded"),
    ),
    latencyClaim("write-up", agent),
    latencyClaim("exact", exact),
    routingClaim("routing error, %; write-up", agent, "routing_error"),
    routingClaim("routing error, %; exact", exact, "routing_error"),
    routingClaim("routing loss (s); exact", exact, "routing_loss"),
    agentChurnClaim("write-up", agent),
    agentChurnClaim("exact", exact),
    ruleChurnClaim(writeupRules),
  ];
}

/** C1: rules beat the agent on offered users a node in most sizes. */
function usersClaim(
  label: string,
  rule: string,
  agent: readonly ResultRow[],
  rules: readonly ResultRow[],
): ClaimCheck {
  const effects = bySize(agent, (size) =>
    meanInterval(
      ruleLessAgent(of(rules, rule, size), sized(agent, size), (row) => row.offered_users_per_container),
    ),
  );
  return {
    claim: "C1",
    measure: `offered users a node, ${label} less agent; write-up`,
    verdict: majority(effects.map(({ effect }) => sign(effect))),
    effects,
  };
}

/** The same on users served. */
function servedClaim(
  label: string,
  rule: string,
  agent: readonly ResultRow[],
  rules: readonly ResultRow[],
  where: string,
): ClaimCheck {
  const effects = bySize(agent, (size) =>
    meanInterval(ruleLessAgent(of(rules, rule, size), sized(agent, size), (row) => row.users_per_container)),
  );
  return {
    claim: "C1",
    measure: `served (1/s), ${label} less agent; ${where}`,
    verdict: majority(effects.map(({ effect }) => sign(effect))),
    effects,
  };
}

/** C2: one model serves every N: its reward less that of the model made for N, as a share of the latter. */
function oneModelClaim(single: readonly ResultRow[], padded: readonly ResultRow[]): ClaimCheck {
  const effects = bySize(single, (size) => {
    const own = seedMeans(sized(single, size), (row) => row.reward_mean);
    const one = seedMeans(sized(padded, size), (row) => row.reward_mean);
    const scale = Math.abs(mean(own));
    return meanInterval(one.map((value, seed) => (value - (own[seed] ?? Number.NaN)) / scale));
  });
  const works = effects.map(({ effect }) => threeWay(effect.lower > -MARGIN, effect.upper < -MARGIN));
  return {
    claim: "C2",
    measure: "reward of one model for all N less N's own, %; write-up",
    verdict: unanimous(works),
    effects,
    style: "percent",
  };
}

/** C3: mean latency stays under the ceiling everywhere. */
function latencyClaim(where: string, agent: readonly ResultRow[]): ClaimCheck {
  const effects = bySize(agent, (size) => seedEstimate(sized(agent, size), "latency_mean"));
  return {
    claim: "C3",
    measure: `mean latency (s); ${where}`,
    verdict: unanimous(
      effects.map(({ effect }) => threeWay(effect.upper < LATENCY_LIMIT, effect.lower > LATENCY_LIMIT)),
    ),
    effects,
  };
}

/** C4: routing is worse at the largest N than at each smaller one. */
function routingClaim(measure: string, agent: readonly ResultRow[], metric: MetricName): ClaimCheck {
  const effects = bySize(agent, (size) => seedEstimate(sized(agent, size), metric));
  const last = effects[effects.length - 1].effect;
  const worse = effects
    .slice(0, -1)
    .map(({ effect }) => threeWay(last.lower > effect.upper, last.upper < effect.lower));
  return {
    claim: "C4",
    measure,
    verdict: unanimous(worse),
    effects,
    ...(metric === "routing_error" && { style: "percent" }),
  };
}

/** C5, first half: the agent changes the fleet in over 70 % of steps. */
function agentChurnClaim(where: string, agent: readonly ResultRow[]): ClaimCheck {
  const effects = bySize(agent, (size) => seedEstimate(sized(agent, size), "churn_rate"));
  return {
    claim: "C5",
    measure: `agent's churn rate, %; ${where}`,
    verdict: unanimous(
      effects.map(({ effect }) => threeWay(effect.lower > AGENT_CHURN, effect.upper < AGENT_CHURN)),
    ),
    effects,
    style: "percent",
  };
}

/** C5, second half: the threshold rule in fewer than 10 %. */
function ruleChurnClaim(rules: readonly ResultRow[]): ClaimCheck {
  const effects = bySize(rules, (size) =>
    meanInterval(
      of(rules, "writeup-threshold", size).map((row) => row.churn_rate),
      { limits: METRICS.churn_rate.limits },
    ),
  );
  return {
    claim: "C5",
    measure: "threshold's churn rate, %; write-up",
    verdict: unanimous(
      effects.map(({ effect }) => threeWay(effect.upper < THRESHOLD_CHURN, effect.lower > THRESHOLD_CHURN)),
    ),
    effects,
    style: "percent",
  };
}

/** A place where the write-up's tables and its words disagree, from its own numbers. */
export interface Inconsistency {
  readonly statement: string;
  /** What its tables say, at each N. */
  readonly values: readonly { readonly size: number; readonly value: number }[];
  readonly style?: "percent";
}

/** The published numbers held against the published claims. */
export function publishedInconsistencies(): readonly Inconsistency[] {
  const rows = <Row extends { readonly size: number }>(from: readonly Row[], value: (row: Row) => number) =>
    from.map((row) => ({ size: row.size, value: value(row) }));
  const { "writeup-threshold": threshold, "writeup-pid": pid } = PUBLISHED_RULES;
  return [
    {
      statement: 'C5: the agent changes the fleet in "over 70 %" of steps. Its events, % of steps',
      values: rows(PUBLISHED_AGENT, ({ events }) => events / PUBLISHED_STEPS),
      style: "percent",
    },
    {
      statement: "C1: PID wins on users a node. Its users a node, which serves 10 by the code",
      values: rows(pid, ({ users }) => users),
    },
    {
      statement: "its SLA violations, % of steps",
      values: rows(pid, ({ violations }) => violations),
      style: "percent",
    },
    {
      statement: "A node serves 10 (code) or 15 (report). Users a node over CPU, threshold",
      values: rows(threshold, ({ users, cpu }) => users / cpu),
    },
    {
      statement: "C4: routing is worse at 25 by its errors. Its error rate, a sum over nodes",
      values: rows(PUBLISHED_AGENT, ({ errorRate }) => errorRate),
    },
    {
      statement: "the same for one active node, %",
      values: rows(PUBLISHED_AGENT, ({ errorRate, active }) => errorRate / active),
      style: "percent",
    },
    {
      statement: "Reward of 100 steps of evaluation, less that of the last training episode",
      values: rows(PUBLISHED_AGENT, ({ reward, episodeReward }) => 100 * reward - episodeReward),
    },
  ];
}

/** An effect at every size that was measured. */
function bySize(measured: readonly ResultRow[], effect: (size: number) => Interval): ClaimCheck["effects"] {
  return SIZES.filter((size) => measured.some((row) => row.size === size)).map((size) => ({
    size,
    effect: effect(size),
  }));
}

const sized = (rows: readonly ResultRow[], size: number) => rows.filter((row) => row.size === size);
const of = (rows: readonly ResultRow[], controller: string, size: number) =>
  rows.filter((row) => row.size === size && row.controller === controller);

/** 1 where something holds beyond the interval, -1 where its opposite does, 0 where it is open. */
export type Sign = 1 | 0 | -1;

/** 1 where `holds`, -1 where `fails`, else 0. */
export function threeWay(holds: boolean, fails: boolean): Sign {
  return holds ? 1 : fails ? -1 : 0;
}

/** 1 where a whole interval is above 0, -1 where it is below. */
export function sign({ lower, upper }: Interval): Sign {
  return threeWay(lower > 0, upper < 0);
}

/** For a claim about most sizes. */
export function majority(signs: readonly Sign[]): Verdict {
  const count = (value: Sign) => signs.filter((one) => one === value).length;
  if (2 * count(1) > signs.length) return "reproduced";
  if (2 * count(-1) > signs.length) return "reversed";
  return count(1) > 0 ? "partly" : count(-1) > 0 ? "not reproduced" : "unresolved";
}

/** For a claim about every size. */
export function unanimous(signs: readonly Sign[]): Verdict {
  if (signs.every((one) => one === 1)) return "reproduced";
  if (signs.every((one) => one === -1)) return "not reproduced";
  return signs.some((one) => one === 1)
    ? "partly"
    : signs.some((one) => one === -1)
      ? "not reproduced"
      : "unresolved";
}

import { measuredSizes, pairedRuns, type ResultRow, type RowValue } from "../../evaluation/index.js";
import type { DataReader } from "../../report/index.js";
import { type Interval, meanInterval } from "../../statistics/index.js";
import { ofContender, realRows, simulatedRows } from "../real-cluster/contenders.js";
import {
  AGENT_CHURN,
  type ClaimCheck,
  LATENCY_LIMIT,
  majority,
  type Sign,
  sign,
  THRESHOLD_CHURN,
  threeWay,
  unanimous,
} from "./claims.js";

/** Differences between the two worlds up to this share count as none. */
const TIE = 0.05;

const offered: RowValue = (row) => row.offered_users_per_container;
const served: RowValue = (row) => row.users_per_container;

/**
 * The checks of C1 and C3 to C6 on the real cluster, at the sizes measured so far; none where nothing is. The agent is that of
 * phase 2, as in the write-up, and that of phase 1 for as long as it is alone. Intervals are over paired runs.
 */
export function realClaimChecks(data: DataReader): readonly ClaimCheck[] {
  const real = realRows(data);
  const phase = real.some((row) => row.phase === "2") ? "2" : "1";
  const agentRows = real.filter((row) => row.phase === phase);
  if (agentRows.length === 0) return [];
  const where = `real, phase ${phase}`;
  const of = (rows: readonly ResultRow[], controller: string, size: number) =>
    ofContender(rows, { controller, phase: controller === "ppo-writeup" ? phase : "" }, size);
  const agent = (size: number) => of(real, "ppo-writeup", size);
  const sizes = measuredSizes(agentRows);
  const effects = (effect: (size: number) => Interval) =>
    sizes
      .map((size) => ({ size, effect: effect(size) }))
      .filter(({ effect }) => !Number.isNaN(effect.estimate));
  const lead = (label: string, rule: string, value: RowValue, what: string): ClaimCheck => {
    const own = effects((size) => meanDifference(of(real, rule, size), agent(size), value));
    return {
      claim: "C1",
      measure: `${what}, ${label} less agent; ${where}`,
      verdict: majority(own.map(({ effect }) => sign(effect))),
      effects: own,
    };
  };
  const meanOf = (controller: string, value: RowValue) =>
    effects((size) => meanInterval(of(real, controller, size).map(value)));
  const limit = (
    claim: "C3" | "C5",
    measure: string,
    own: ClaimCheck["effects"],
    signs: (effect: Interval) => Sign,
    style?: "percent",
  ): ClaimCheck => ({
    claim,
    measure: `${measure}; ${where}`,
    verdict: unanimous(own.map(({ effect }) => signs(effect))),
    effects: own,
    ...(style && { style }),
  });
  return [
    lead("PID", "writeup-pid", offered, "offered users a node"),
    lead("threshold", "writeup-threshold", offered, "offered users a node"),
    lead("PID", "writeup-pid", served, "served (1/s)"),
    lead("threshold", "writeup-threshold", served, "served (1/s)"),
    limit(
      "C3",
      "mean latency (s)",
      meanOf("ppo-writeup", (row) => row.latency_mean),
      ({ lower, upper }) => threeWay(upper < LATENCY_LIMIT, lower > LATENCY_LIMIT),
    ),
    ...routingClaim(
      meanOf("ppo-writeup", (row) => row.routing_error),
      where,
    ),
    limit(
      "C5",
      "agent's churn rate, %",
      meanOf("ppo-writeup", (row) => row.churn_rate),
      ({ lower, upper }) => threeWay(lower > AGENT_CHURN, upper < AGENT_CHURN),
      "percent",
    ),
    limit(
      "C5",
      "threshold's churn rate, %",
      meanOf("writeup-threshold", (row) => row.churn_rate),
      ({ lower, upper }) => threeWay(upper < THRESHOLD_CHURN, lower > THRESHOLD_CHURN),
      "percent",
    ),
    ...tieClaim(sizes, agent, (size) => of(simulatedRows(data), "ppo-writeup", size), where),
  ].filter((check) => check.effects.length > 0);
}

/** C4: routing is worse at N = 25 than at each smaller size; needs 25 and another. */
function routingClaim(effects: ClaimCheck["effects"], where: string): readonly ClaimCheck[] {
  const largest = effects.find(({ size }) => size === 25)?.effect;
  const smaller = effects.filter(({ size }) => size < 25);
  if (largest === undefined || smaller.length === 0) return [];
  const worse = smaller.map(({ effect }) =>
    threeWay(largest.lower > effect.upper, largest.upper < effect.lower),
  );
  return [{ claim: "C4", measure: `routing error; ${where}`, verdict: unanimous(worse), effects }];
}

/**
 * C6: the worlds look tied because real runs are short. It holds at a size where the users that the agent is offered a node differ
 * on the same arrivals (a paired comparison), while independent runs of the same length, as the write-up compared, leave it open; it
 * fails where such runs tell the worlds apart, or the paired interval lies within 5 % of none.
 */
function tieClaim(
  sizes: readonly number[],
  real: (size: number) => readonly ResultRow[],
  simulated: (size: number) => readonly ResultRow[],
  where: string,
): readonly ClaimCheck[] {
  const found = sizes.flatMap((size) => {
    const pairs = pairedRuns(real(size), simulated(size));
    if (pairs.length < 2) return [];
    const scale = meanInterval(pairs.map(([, row]) => offered(row))).estimate;
    const paired = meanInterval(pairs.map(([x, y]) => (offered(x) - offered(y)) / scale));
    const halves = [0, 1].map((world) => {
      const { upper, estimate } = meanInterval(pairs.map((pair) => offered(pair[world as 0 | 1]) / scale));
      return upper - estimate;
    });
    const independent = Math.hypot(halves[0], halves[1]);
    const apart = Math.abs(paired.estimate) > independent;
    const isTie = paired.lower > -TIE && paired.upper < TIE;
    return [
      { size, effect: paired, holds: threeWay(sign(paired) !== 0 && !apart && !isTie, apart || isTie) },
    ];
  });
  if (found.length === 0) return [];
  return [
    {
      claim: "C6",
      measure: `offered users a node, real less simulated, %; ${where}`,
      verdict: majority(found.map(({ holds }) => holds)),
      effects: found,
      style: "percent",
    },
  ];
}

/** Mean of x - y over paired runs, with its 95 % Student interval; NaN where there is no pair. */
function meanDifference(x: readonly ResultRow[], y: readonly ResultRow[], of: RowValue): Interval {
  return meanInterval(pairedRuns(x, y).map(([a, b]) => of(a) - of(b)));
}

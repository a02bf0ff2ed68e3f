import { PUBLISHED_AGENT, PUBLISHED_RULES, PUBLISHED_STEPS } from "../writeup/published.js";

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

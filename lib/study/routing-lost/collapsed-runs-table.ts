import { COLLAPSE_WORDS } from "../../evaluation/index.js";
import { countText, type TableDefinition } from "../../report/index.js";
import { countOf } from "../shared/trained/runs.js";
import { REWARD_LABELS } from "./labels.js";
import { LIMITS, type RewardName, SIZES } from "./plan.js";
import { ROUTING_INPUTS, routingGroup } from "./runs.js";

const REWARD_NAMES = Object.keys(REWARD_LABELS) as RewardName[];

/** Collapsed training runs by reward, number of containers and queue limit. */
export const collapsedRunsTable: TableDefinition = {
  id: "collapsed-runs",
  title: "Collapsed training runs by reward, size and queue limit",
  caption:
    "Training runs of the write-up's agent on the exact simulator (a million steps, batched settings) that have collapsed, of those that were measured, with the 95 % score interval of their share in per cent, by what the " +
    `reward's errors and latency are averaged over, $N$ and the queue limit $K$. Collapsed: ${COLLAPSE_WORDS}.`,
  ...ROUTING_INPUTS,
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "reward", title: "errors and latency" },
    ...LIMITS.map((limit) => ({ key: `k${limit}`, title: `$K = ${limit}$`, align: "right" as const })),
  ],
  rows: (data) =>
    [...SIZES].reverse().flatMap((size) =>
      REWARD_NAMES.flatMap((reward) => {
        const groups = LIMITS.map((queueLimit) => routingGroup(data, { reward, queueLimit, size }));
        if (groups.every((runs) => runs.length === 0)) return [];
        return [
          {
            size,
            reward: REWARD_LABELS[reward],
            ...Object.fromEntries(
              groups.map((runs, i) => [`k${LIMITS[i]}`, countText(countOf(runs, "isCollapsed"))]),
            ),
          },
        ];
      }),
    ),
};

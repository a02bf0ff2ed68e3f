import { STANDARD_CONTAINER, worldByName } from "../../cluster/index.js";
import type { TableDefinition } from "../../report/index.js";
import { meanInterval, NOT_NEGATIVE, SHARE } from "../../statistics/index.js";
import { PUBLISHED_REAL, type PublishedRealRow } from "../writeup/published.js";
import { CONTENDERS, ofContender, realRows } from "./contenders.js";
import { REAL_FILE } from "./results.js";

/** Users that a node serves: the write-up's, and requests/s of ours. */
const SERVED_THERE = worldByName("writeup").spec(1).containers[0].serviceRate;
const SERVED_HERE = STANDARD_CONTAINER.serviceRate;

/** The real evaluation beside the write-up's real tables. */
export const realPublished: TableDefinition = {
  id: "real-published",
  title: "Controllers on a real cluster, published and ours",
  caption:
    "The write-up's rules and agent on its real cluster (2,000 steps a row, a load that peaks at 45 % of capacity), and on ours (a peak of 90 %), on the write-up's traffic with all 11 patterns: mean CPU, events " +
    `(share of steps in which the fleet changed), load of an active node (users offered over what it serves: ${SERVED_THERE} there by its own tables, ${SERVED_HERE} here), failed requests (published: sum of ` +
    "error rates), SLA violations as the write-up counts them (share of steps with mean latency above 0.5 s) and latency. Latency is a mean over nodes and steps: an idle node counts as 0 s, a " +
    "refused request not at all. Ours: means over paired runs with 95 % Student intervals, one training seed. Other machines under another load generator: the rows compare what controllers do, not hardware.",
  inputs: [],
  gathered: [REAL_FILE],
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "controller", title: "controller" },
    { key: "source", title: "source" },
    { key: "cpu", title: "CPU (%)", format: { style: "percent", digits: 1 } },
    { key: "events", title: "events (%)", format: { style: "percent", digits: 1 } },
    { key: "load", title: "load (%)", format: { style: "percent", digits: 0 } },
    { key: "failed", title: "failed (%)", format: { style: "percent", digits: 1 } },
    { key: "violations", title: "SLA (%)", format: { style: "percent", digits: 2 } },
    { key: "latency", title: "latency (s)", format: { digits: 2 } },
  ],
  rows(data) {
    const rows = realRows(data);
    return PUBLISHED_REAL["ppo-writeup"].flatMap(({ size }) =>
      CONTENDERS.flatMap((contender) => {
        const { controller, phase, label } = contender;
        const published = PUBLISHED_REAL[controller as keyof typeof PUBLISHED_REAL].find(
          (row) => row.size === size,
        );
        const own = ofContender(rows, contender, size);
        const runs = own.length === 1 ? "1 run" : `${own.length} runs`;
        return [
          // Its real rows of the agent are those of phase 2.
          ...(phase === "1" ? [] : publishedCells(published, label)),
          ...(own.length === 0
            ? []
            : [
                {
                  size,
                  controller: label,
                  source: runs,
                  cpu: meanInterval(
                    own.map((row) => row.cpu_mean),
                    { limits: SHARE },
                  ),
                  events: meanInterval(
                    own.map((row) => row.churn_rate),
                    { limits: SHARE },
                  ),
                  load: meanInterval(
                    own.map((row) => row.offered_users_per_container / SERVED_HERE),
                    { limits: NOT_NEGATIVE },
                  ),
                  failed: meanInterval(
                    own.map((row) => row.error_rate),
                    { limits: SHARE },
                  ),
                  violations: meanInterval(
                    own.map((row) => row.writeup_sla_violation_rate),
                    { limits: SHARE },
                  ),
                  latency: meanInterval(
                    own.map((row) => row.latency_mean),
                    { limits: NOT_NEGATIVE },
                  ),
                },
              ]),
        ];
      }),
    );
  },
};

function publishedCells(published: PublishedRealRow | undefined, controller: string) {
  if (published === undefined) return [];
  const { users, ...row } = published;
  return [{ ...row, controller, source: "published", load: users / SERVED_THERE }];
}

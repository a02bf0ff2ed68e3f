import { STANDARD_CONTAINER, WRITEUP_USERS_PER_NODE } from "../../cluster/index.js";
import type { ResultRow } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { PUBLISHED_REAL } from "../writeup/published.js";
import { CONTENDERS, ofContender, realRows } from "./contenders.js";
import { REAL_FILE } from "./results.js";

/** The write-up's users of a rate: a node serves 10 of them, whatever a container of ours serves. */
const USERS_PER_RATE = WRITEUP_USERS_PER_NODE / STANDARD_CONTAINER.serviceRate;
const users = (row: ResultRow) => USERS_PER_RATE * row.offered_users_per_container;

/** The real evaluation beside the write-up's real tables. */
export const realPublished: TableDefinition = {
  id: "real-published",
  title: "Controllers on a real cluster, published and ours",
  caption:
    "The write-up's rules and agent on its real cluster (2,000 steps a row), and on ours, on the write-up's traffic with all 11 patterns: mean CPU, events (share of steps in which the " +
    "fleet changed), users offered to an active node (a node serves 10 of them, there as here), SLA violations as the write-up counts them (share of steps with mean latency above 0.5 s), reward, latency and active nodes. Ours: means over paired " +
    "runs with 95 % Student intervals; one training seed. The write-up's nodes are other machines under another load generator: the rows compare what controllers do, not hardware.",
  inputs: [],
  gathered: [REAL_FILE],
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "controller", title: "controller" },
    { key: "source", title: "source" },
    { key: "cpu", title: "CPU (%)", format: { style: "percent", digits: 1 } },
    { key: "events", title: "events (%)", format: { style: "percent", digits: 1 } },
    { key: "users", title: "users a node", format: { digits: 1 } },
    { key: "violations", title: "SLA (%)", format: { style: "percent", digits: 1 } },
    { key: "reward", title: "reward", format: { digits: 1 } },
    { key: "latency", title: "latency (s)", format: { digits: 2 } },
    { key: "active", title: "active", format: { digits: 1 } },
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
          ...(phase === "1" ? [] : [{ controller: label, source: "published", ...published, size }]),
          ...(own.length === 0
            ? []
            : [
                {
                  size,
                  controller: label,
                  source: runs,
                  cpu: meanInterval(own.map((row) => row.cpu_mean)),
                  events: meanInterval(own.map((row) => row.churn_rate)),
                  users: meanInterval(own.map(users)),
                  violations: meanInterval(own.map((row) => row.writeup_sla_violation_rate)),
                  reward: meanInterval(own.map((row) => row.reward_mean)),
                  latency: meanInterval(own.map((row) => row.latency_mean)),
                  active: meanInterval(own.map((row) => row.fleet_size_mean)),
                },
              ]),
        ];
      }),
    );
  },
};

import { numberText, type TableDefinition } from "../../report/index.js";
import { CHECK_COMMAND, CHECK_FILE, clusterCheckIn } from "./calibration.js";

const count = (value: number) => numberText(value, { digits: 0 });
const seconds = (value: number) => `${numberText(value, { digits: 1 })} s`;
const percent = (value: number) => `${numberText(value, { style: "percent", digits: 1 })} %`;
const milliseconds = (value: number) => `${numberText(1000 * value, { digits: 1 })} ms`;
const spread = ({ median, p99, largest }: { median: number; p99: number; largest: number }) =>
  `${milliseconds(median)}, ${milliseconds(p99)}, ${milliseconds(largest)}`;

/** Whether the real cluster does what is said of it. */
export const clusterCheckTable: TableDefinition = {
  id: "cluster-check",
  title: "The real cluster, checked",
  caption:
    "What `fleetlab cluster check` measured: a cluster brought up and taken down, one whose program was killed, scaling under constant load (every request of the load generator's records counted), and 10-step windows of constant random weights. " +
    "Three values are median, 99th percentile and largest. Each dispatch has three equal containers and one of half their rate: the share of requests that the slow one gets at three quarters of the capacity and equal weights, " +
    "and the share that a container of twice the others' weight gets where hardly any is busy (least connections: an idle one in turn, whatever its weight); two containers drain under load.",
  inputs: [],
  gathered: [CHECK_FILE],
  madeBy: CHECK_COMMAND,
  columns: [
    { key: "what", title: "what" },
    { key: "found", title: "found", align: "left" },
  ],
  rows(data) {
    const check = clusterCheckIn(data);
    if (check === undefined) return [];
    const { lifecycle, crash, scaling, routing, dispatches } = check;
    const rows: readonly (readonly [string, string])[] = [
      ["containers", count(lifecycle.containers)],
      ["made, then all ready", `${seconds(lifecycle.makingTime)}, then ${seconds(lifecycle.startingTime)}`],
      ["removed, and left afterwards", `${seconds(lifecycle.removingTime)}, ${count(lifecycle.left)}`],
      [
        "left by a killed program, and after the next start",
        `${count(crash.leftByCrash)}, ${count(crash.leftAfterSweep)}`,
      ],
      [
        "scale events (starts, stops)",
        `${count(scaling.events)} (${count(scaling.started)}, ${count(scaling.stopped)})`,
      ],
      ["requests meanwhile, and lost", `${count(scaling.requests)}, ${count(scaling.lost)}`],
      ["refused by full queues", count(scaling.refused)],
      ["observation", spread(routing.observationTime)],
      ["control step late by", spread(routing.lateness)],
      ["drift of the clock over the run", milliseconds(routing.drift)],
      ["missed intervals", count(routing.missedIntervals)],
      ["telling the proxy all weights", spread(routing.routingTime)],
      ["requests routed, and windows", `${count(routing.counted)}, ${count(routing.windows)}`],
      [
        "largest deviation of a server's count",
        `${numberText(routing.largestDeviation, { digits: 1 })} requests (${numberText(routing.largestShareDeviation, { style: "percent", digits: 2 })} % of the window's)`,
      ],
      ...dispatches.map(
        ({ dispatch, slowShare, heavyShare, lost, requests }) =>
          [
            `${dispatch}: slow one, heavy one; lost`,
            `${percent(slowShare)}, ${percent(heavyShare)}; ${count(lost)} of ${count(requests)}`,
          ] as const,
      ),
      ["machine busy", `${numberText(routing.hostBusy, { style: "percent", digits: 0 })} %`],
    ];
    return rows.map(([what, found]) => ({ what, found }));
  },
};

import { WRITEUP_USERS_PER_NODE, worldByName } from "../../cluster/index.js";
import { distinct } from "../../evaluation/index.js";
import type { NumberDefinition } from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { WRITEUP_TRAFFIC } from "../../workload/index.js";
import { ofContender, realRows } from "./contenders.js";
import { REAL_FILE } from "./results.js";

const PERCENT = { style: "percent", digits: 0 } as const;

/** Load at the peak of the write-up's traffic: users offered over what all nodes serve. */
const loads: readonly NumberDefinition[] = [
  {
    id: "load-peak-published",
    title: "peak of the write-up's traffic as a share of what its nodes serve by its own tables",
    inputs: [],
    format: PERCENT,
    value: () => WRITEUP_TRAFFIC.peakPerNode / worldByName("writeup").spec(1).containers[0].serviceRate,
  },
  {
    id: "load-peak-reproduced",
    title: "peak of the same traffic as a share of what our containers serve, exact and real",
    inputs: [],
    format: PERCENT,
    value: () => WRITEUP_TRAFFIC.peakPerNode / WRITEUP_USERS_PER_NODE,
  },
];

/** What was run on real containers, and how the write-up's mean latency looks at the largest size. */
export const realNumbers: readonly NumberDefinition[] = Object.freeze([
  ...loads,
  {
    id: "real-runs",
    title: "runs of each controller at each size on the real cluster",
    inputs: [],
    gathered: [REAL_FILE],
    format: { digits: 0 },
    value: (data) => distinct(realRows(data), (row) => row.run).length,
  },
  {
    id: "real-latency-25",
    title: "mean latency over containers and steps of the agent of phase 2 on the real cluster, N = 25",
    inputs: [],
    gathered: [REAL_FILE],
    format: { digits: 2, unit: "s" },
    value: (data) =>
      mean(
        ofContender(realRows(data), { controller: "ppo-writeup", phase: "2" }, 25).map(
          (row) => row.latency_mean,
        ),
      ),
  },
]);

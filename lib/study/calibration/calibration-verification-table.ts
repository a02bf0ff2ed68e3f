import { METRICS, type MetricName } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { CALIBRATION_FILE, calibrationIn, measuredCell, VERIFY_COMMAND } from "./calibration.js";

/** What both worlds are compared by besides metrics of runs. */
const OFFERED = { label: "offered rate", unit: "1/s" };

/** Simulator and real cluster under rules, size by size. */
export const calibrationVerification: TableDefinition = {
  id: "calibration-verification",
  title: "The calibrated simulator against real containers, size by size",
  caption:
    "The simulator and the real cluster on the same arrivals, under rules alone, from the whole fleet: means over pairs of runs, and the simulator's relative error (simulated / real less 1) with its 95 % bootstrap interval over the pairs.",
  inputs: [],
  gathered: [CALIBRATION_FILE],
  madeBy: VERIFY_COMMAND,
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "metric", title: "metric" },
    { key: "pairs", title: "pairs", format: { digits: 0 } },
    { key: "real", title: "real", format: { style: "significant", digits: 3 } },
    { key: "simulated", title: "simulated", format: { style: "significant", digits: 3 } },
    { key: "error", title: "error (%)", format: { style: "percent", digits: 1 } },
  ],
  rows: (data) =>
    (calibrationIn(data)?.verification?.rows ?? []).map((row) => {
      const { label, unit } = row.metric in METRICS ? METRICS[row.metric as MetricName] : OFFERED;
      const { lower, upper } = row;
      return {
        size: row.size,
        metric: unit === "1" ? label : `${label} (${unit})`,
        pairs: row.pairs,
        real: row.real,
        simulated: row.simulated,
        error: measuredCell({ value: row.relativeError, lower, upper }),
      };
    }),
};

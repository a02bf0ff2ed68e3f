import { bootstrapInterval, type ResultRow } from "../../evaluation/index.js";
import type { TableDefinition } from "../definitions.js";
import {
  CONTENDERS,
  measuredSizes,
  ofContender,
  pairedRuns,
  REAL_FILES,
  realRows,
  simulatedRows,
} from "../results/real.js";

/** Fewest pairs of runs that an interval is made of. */
const FEWEST_PAIRS = 2;

/** Which controllers the simulator errs for, and what they are shown meanwhile. */
export const simulatorErrorByController: TableDefinition = {
  id: "simulator-error-by-controller",
  title: "The calibrated simulator's error, controller by controller",
  caption:
    "Means over the same arrivals, simulated and then real, by $N$ and controller: mean response time with the simulator's relative error (simulated / real less 1; 95 % bootstrap interval over runs), " +
    "share of requests refused or failed, CPU use and memory as shares of a container's limits.",
  inputs: [],
  gathered: REAL_FILES,
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "controller", title: "controller" },
    { key: "pairs", title: "pairs", format: { digits: 0 } },
    { key: "response", title: "response (s)", format: { digits: 3 } },
    { key: "realResponse", title: "real", format: { digits: 3 } },
    { key: "error", title: "error (%)", format: { style: "percent", digits: 0 } },
    { key: "failed", title: "failed (%)", format: { style: "percent", digits: 1 } },
    { key: "realFailed", title: "real", format: { style: "percent", digits: 1 } },
    { key: "cpu", title: "CPU (%)", format: { style: "percent", digits: 1 } },
    { key: "realCpu", title: "real", format: { style: "percent", digits: 1 } },
    { key: "memory", title: "memory (%)", format: { style: "percent", digits: 1 } },
    { key: "realMemory", title: "real", format: { style: "percent", digits: 1 } },
  ],
  rows(data) {
    const [real, simulated] = [realRows(data), simulatedRows(data)];
    return measuredSizes(real).flatMap((size) =>
      CONTENDERS.flatMap((contender) => {
        const pairs = pairedRuns(ofContender(real, contender, size), ofContender(simulated, contender, size));
        return pairs.length < FEWEST_PAIRS
          ? []
          : [{ size, controller: contender.label, pairs: pairs.length, ...comparison(pairs) }];
      }),
    );
  },
};

function comparison(pairs: readonly (readonly [ResultRow, ResultRow])[]) {
  const places = pairs.map((_, place) => place);
  const mean = (world: 0 | 1, of: (row: ResultRow) => number, sample: readonly number[] = places) =>
    sample.reduce((sum, place) => sum + of(pairs[place][world]), 0) / sample.length;
  const response = (row: ResultRow) => row.response_time_mean;
  return {
    response: mean(1, response),
    realResponse: mean(0, response),
    error: bootstrapInterval<readonly number[]>({
      scores: places,
      statistic: (sample) => mean(1, response, sample) / mean(0, response, sample) - 1,
    }),
    failed: mean(1, (row) => row.error_rate),
    realFailed: mean(0, (row) => row.error_rate),
    cpu: mean(1, (row) => row.cpu_mean),
    realCpu: mean(0, (row) => row.cpu_mean),
    memory: mean(1, (row) => row.memory_mean),
    realMemory: mean(0, (row) => row.memory_mean),
  };
}

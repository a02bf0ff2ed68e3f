import type { MetricName } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { REAL_FILES, realRows, simulatedRows } from "../real-cluster/contenders.js";
import { controllerComparisons } from "./simulated-against-real.js";

const COMPARED: readonly MetricName[] = ["response_time_mean", "error_rate", "cpu_mean", "memory_mean"];

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
  rows: (data) =>
    controllerComparisons(realRows(data), simulatedRows(data), COMPARED).map(
      ({ size, controller, pairs, comparisons: [response, failed, cpu, memory] }) => ({
        size,
        controller,
        pairs,
        response: response.simulated,
        realResponse: response.real,
        error: response.relativeError,
        failed: failed.simulated,
        realFailed: failed.real,
        cpu: cpu.simulated,
        realCpu: cpu.real,
        memory: memory.simulated,
        realMemory: memory.real,
      }),
    ),
};

import { SPARE_STEPS } from "../../cluster/docker/index.js";
import { distinct } from "../../evaluation/index.js";
import { numberIn, numberOrNull, type Row, type TableDefinition } from "../../report/index.js";
import type { CONDITION_COLUMNS } from "./conditions.js";
import { REAL_FILE } from "./results.js";

type Condition = (typeof CONDITION_COLUMNS)[number];

/** Under which conditions the real runs were measured. */
export const realConditions: TableDefinition = {
  id: "real-conditions",
  title: "Conditions of the real runs",
  caption:
    "Conditions under which the runs on the real cluster were measured, by $N$ and kind of CPU: how late control steps began (mean, and the latest), how long observing all containers took (mean over runs of median " +
    "and of 99th percentile), how long containers took from the order to start to readiness, the machine's busy share and what other machines on its hardware took (stolen), and the share of control steps with the machine above 90 % busy or longer than the control interval (overruns); cut: runs that missed so many intervals that they ended before their last step. Every run counts in the results, busy steps included.",
  inputs: [],
  gathered: [REAL_FILE],
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "machine", title: "CPU" },
    { key: "runs", title: "runs", format: { digits: 0 } },
    { key: "steps", title: "steps", format: { digits: 0 } },
    { key: "late", title: "late (ms)", format: { digits: 1 } },
    { key: "latest", title: "latest (ms)", format: { digits: 1 } },
    { key: "median", title: "observed (ms)", format: { digits: 1 } },
    { key: "p99", title: "p99 (ms)", format: { digits: 1 } },
    { key: "coldStart", title: "start (s)", format: { digits: 2 } },
    { key: "busy", title: "busy (%)", format: { style: "percent", digits: 0 } },
    { key: "stolen", title: "stolen (%)", format: { style: "percent", digits: 1 } },
    { key: "busySteps", title: "over 90 (%)", format: { style: "percent", digits: 1 } },
    { key: "overruns", title: "overruns (%)", format: { style: "percent", digits: 1 } },
    { key: "cut", title: "cut", format: { digits: 0 } },
  ],
  rows(data) {
    const all = data.rows(REAL_FILE);
    const machines = [...distinct(all, machineOf)].sort();
    return [...distinct(all, (row) => numberIn(row, "size"))]
      .sort((a, b) => a - b)
      .flatMap((size) =>
        machines.flatMap((machine) => {
          const rows = all.filter((row) => numberIn(row, "size") === size && machineOf(row) === machine);
          return rows.length === 0 ? [] : [{ size, machine, ...conditionsOf(rows) }];
        }),
      );
  },
};

function conditionsOf(rows: readonly Row[]) {
  const steps = rows.reduce((sum, row) => sum + numberIn(row, "steps"), 0);
  const known = (name: Condition) => rows.flatMap((row: Row) => numberOrNull(row, name) ?? []);
  const sum = (name: Condition) => known(name).reduce((total, value) => total + value, 0);
  const mean = (name: Condition) => sum(name) / known(name).length;
  return {
    runs: rows.length,
    steps,
    late: 1000 * mean("lateness_mean"),
    latest: 1000 * Math.max(...known("lateness_max")),
    median: 1000 * mean("observation_time_median"),
    p99: 1000 * mean("observation_time_p99"),
    coldStart: coldStartOf(rows),
    busy: mean("host_busy_mean"),
    stolen: mean("host_stolen_mean"),
    busySteps: sum("host_busy_steps") / steps,
    overruns: sum("overruns") / steps,
    cut: rows.filter((row) => (numberOrNull(row, "overruns") ?? 0) > SPARE_STEPS).length,
  };
}

/** Mean over all containers that got ready, NaN where none did. */
function coldStartOf(rows: readonly Row[]): number {
  let count = 0;
  let seconds = 0;
  for (const row of rows) {
    const starts = numberOrNull(row, "cold_starts") ?? 0;
    if (starts === 0) continue;
    count += starts;
    seconds += starts * numberIn(row, "cold_start_mean");
  }
  return seconds / count;
}

/** The CPU's name without the words that tell no two apart. */
const machineOf = (row: Row) =>
  (row.machine ?? "")
    .replaceAll(/\((?:R|TM)\)|\bProcessor\b/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();

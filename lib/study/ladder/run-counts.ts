import { InputError } from "../../check/index.js";
import type { ColumnType, LadderCounts, SettingCounts } from "../../evaluation/index.js";

/** Counts of every run of a workload, in the order of the runs, joined by ";". */
export const RUN_LIST = { kind: "text" } as const satisfies ColumnType;

/** Container-seconds are kept to a tenth: a hundred-thousandth of what a fleet of fifteen has in a run. */
const TENTHS = 10;

/** Lists of runs as a row holds them. */
export interface RunLists {
  readonly requests: string;
  readonly violations: string;
  readonly container_seconds: string;
}

/** The counts of runs as lists. */
export function runLists(
  runs: readonly Pick<LadderCounts, "requests" | "violations" | "containerSeconds">[],
): RunLists {
  return {
    requests: runs.map(({ requests }) => requests).join(";"),
    violations: runs.map(({ violations }) => violations).join(";"),
    container_seconds: runs
      .map(({ containerSeconds }) => Math.round(TENTHS * containerSeconds) / TENTHS)
      .join(";"),
  };
}

/** The numbers of a list. @throws InputError on what isn't one. */
export function listed(list: string): readonly number[] {
  const values = list.split(";").map(Number);
  if (list === "" || values.some((value) => !Number.isFinite(value)))
    throw new InputError(`a list of runs must hold numbers joined by ";", got ${JSON.stringify(list)}`);
  return values;
}

/** Counts of a setting from its rows, one a workload, in the order of the workloads. @param violations whose they are. */
export function settingCounts<Row extends RunLists>(
  rows: readonly Row[],
  violations: keyof Row & string = "violations",
): SettingCounts {
  const all = (name: keyof Row & string) =>
    Float64Array.from(rows.flatMap((row) => listed(String(row[name]))));
  return {
    requests: all("requests"),
    violations: all(violations),
    containerSeconds: all("container_seconds"),
  };
}

import { COLLAPSED_SHARE } from "../../../evaluation/index.js";
import { type DataReader, numberOrNull, type Row } from "../../../report/index.js";
import type { Count } from "../../../statistics/index.js";

/** A training run that is measured. */
export interface TrainedRun {
  readonly trainingSeed: number;
  /** A column that tells runs apart, as text. */
  readonly is: (column: string) => string;
  /** A column of the agent's evaluation without noise; NaN where it is empty. */
  readonly mean: (column: string) => number;
  /** The same with actions drawn as in training. */
  readonly sampled: (column: string) => number;
  /** Whether it sends most requests to one container (`evaluation.COLLAPSED_SHARE`). */
  readonly isCollapsed: boolean;
  /** Whether more than `REFUSING_SHARE` of all requests are refused. */
  readonly isRefusing: boolean;
}

/** Share of requests refused above which an agent counts as one that throws requests away. */
export const REFUSING_SHARE = 0.1;

/** Runs of files read before: many exports ask for those of the same file. */
const known = new WeakMap<readonly Row[], readonly TrainedRun[]>();

/** Every run of a file of `TRAINED_COLUMNS` that is whole, in the file's order. */
export function trainedRuns(data: DataReader, file: string): readonly TrainedRun[] {
  const rows = data.rows(file);
  const runs = known.get(rows) ?? wholeRuns(rows);
  known.set(rows, runs);
  return runs;
}

function wholeRuns(rows: readonly Row[]): readonly TrainedRun[] {
  const sampled = new Map(rows.filter(({ phase }) => phase === "sampled").map((row) => [runKey(row), row]));
  return rows.flatMap((row) => {
    const other = sampled.get(runKey(row));
    if (row.phase !== "mean" || other === undefined) return [];
    const mean = (column: string) => numberOrNull(row, column) ?? Number.NaN;
    return [
      {
        trainingSeed: Number(row.training_seed),
        is: (column) => row[column],
        mean,
        sampled: (column) => numberOrNull(other, column) ?? Number.NaN,
        isCollapsed: mean("largest_share") > COLLAPSED_SHARE,
        isRefusing: mean("error_rate") > REFUSING_SHARE,
      },
    ];
  });
}

/** What stands before the phase tells a run from the others. */
function runKey(row: Row): string {
  const names = Object.keys(row);
  return JSON.stringify(names.slice(0, names.indexOf("phase")).map((name) => row[name]));
}

/** A kind that runs fall into. */
export type RunKind = "isCollapsed" | "isRefusing";

/** How many of them are of a kind. */
export function countOf(runs: readonly TrainedRun[], kind: RunKind): Count {
  return { count: runs.filter((run) => run[kind]).length, of: runs.length };
}

/** Differences of a value between two sets of runs, seed by seed where both have it. */
export function seedDifferences(
  runs: readonly TrainedRun[],
  others: readonly TrainedRun[],
  of: (run: TrainedRun) => number,
): readonly number[] {
  const known = new Map(others.map((run) => [run.trainingSeed, of(run)]));
  return runs.flatMap((run) => {
    const other = known.get(run.trainingSeed);
    return other === undefined ? [] : [of(run) - other];
  });
}

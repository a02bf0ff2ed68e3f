import type { ResultRow } from "../../lib/evaluation/index.js";
import { resultRow } from "../evaluation/result-row.js";

/** Runs of three contenders in both worlds; `values[contender][run]`. */
export function rowsOf(
  cluster: string,
  values: readonly (readonly number[])[],
  part: Partial<ResultRow> = {},
) {
  const contenders = [
    { controller: "writeup-threshold", phase: "" },
    { controller: "writeup-pid", phase: "" },
    { controller: "ppo-writeup", phase: "2" },
  ];
  return values.flatMap((runs, i) =>
    runs.map((value, run) =>
      resultRow({ cluster, size: 15, run, evaluation_seed: run, ...contenders[i], ...part }, value),
    ),
  );
}

/** A row as a CSV reader gives it. */
export function asText(row: ResultRow): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isNaN(value) ? "" : String(value)]),
  );
}

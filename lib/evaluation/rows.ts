import type { ResultRow } from "./results.js";

/** The values of `of` in order of first appearance, each once. */
export function distinct<T, V>(rows: readonly T[], of: (row: T) => V): readonly V[] {
  return [...new Set(rows.map(of))];
}

/** Sizes that were measured, ascending. */
export function measuredSizes(rows: readonly ResultRow[]): readonly number[] {
  return [...distinct(rows, (row) => row.size)].sort((a, b) => a - b);
}

/** What the runs of a pair have in common: they met the same requests. */
const pairKey = (row: ResultRow) => JSON.stringify([row.size, row.workload, row.steps, row.evaluation_seed]);

/** Pairs of runs that met the same requests, in the order of `x`. */
export function pairedRuns(
  x: readonly ResultRow[],
  y: readonly ResultRow[],
): readonly (readonly [ResultRow, ResultRow])[] {
  const partners = new Map(y.map((row) => [pairKey(row), row]));
  return x.flatMap((row) => {
    const partner = partners.get(pairKey(row));
    return partner === undefined ? [] : [[row, partner] as const];
  });
}

import type { ResultRow } from "./results.js";

/**
 * The values of `of` in order of first appearance, each once.
 * @example
 * evaluation.distinct([5, 15, 5], (size) => size); // -> [5, 15]
 */
export function distinct<T, V>(rows: readonly T[], of: (row: T) => V): readonly V[] {
  return [...new Set(rows.map(of))];
}

/**
 * Rows by their key, in the order in which they stand.
 * @example
 * [...evaluation.grouped([5, 15, 7], (size) => size < 10)]; // -> [[true, [5, 7]], [false, [15]]]
 */
export function grouped<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * The item with the least value, of equals the first; undefined where none has one (NaN is none).
 * @example
 * evaluation.leastBy([3, -1, 2], (x) => x * x); // -> -1
 */
export function leastBy<T>(items: readonly T[], weigh: (item: T) => number): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const value = weigh(item);
    if (value < least) [best, least] = [item, value];
  }
  return best;
}

/**
 * Sizes that were measured, ascending.
 * @example
 * const rows = [15, 5, 15].map((size) => ({ size }) as evaluation.ResultRow);
 * evaluation.measuredSizes(rows); // -> [5, 15]
 */
export function measuredSizes(rows: readonly ResultRow[]): readonly number[] {
  return [...distinct(rows, (row) => row.size)].sort((a, b) => a - b);
}

/** What the runs of a pair have in common: they met the same requests. */
const pairKey = (row: ResultRow) => JSON.stringify([row.size, row.workload, row.steps, row.evaluation_seed]);

/**
 * Pairs of runs that met the same requests, in the order of `x`.
 * @example
 * const row = (controller: string, evaluation_seed: number) =>
 *   ({ controller, size: 5, workload: "constant-0.6", steps: 60, evaluation_seed }) as evaluation.ResultRow;
 * evaluation.pairedRuns([row("pid", 1), row("pid", 2)], [row("static", 2)]).length; // -> 1
 */
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

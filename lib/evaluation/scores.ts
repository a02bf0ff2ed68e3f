import type { MetricName } from "./metric-table.js";
import type { ResultRow } from "./results.js";

/** Scores of one controller, runs x tasks; a task is a workload at a size. */
export interface ScoreMatrix {
  /** scores[run][task]. */
  readonly scores: number[][];
  readonly tasks: readonly { readonly workload: string; readonly size: number }[];
  readonly runs: readonly { readonly run: number; readonly trainingSeed: number }[];
}

/**
 * The matrix runs x tasks of `metric` for `controller`, ready for `interquartileMean` and `bootstrapInterval`. For a
 * trained controller each training seed and run is a row.
 * @throws RangeError where a run lacks a task, or has it twice (filter the rows by price, phase and spec first).
 * @example
 * const names = { controllers: ["static", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * evaluation.scoreMatrix(rows, "static", "cost").tasks; // -> [{ workload: "constant-0.6", size: 5 }]
 */
export function scoreMatrix(rows: readonly ResultRow[], controller: string, metric: MetricName): ScoreMatrix {
  const own = rows.filter((row) => row.controller === controller);
  const tasks = distinct(own, (row) => ({ workload: row.workload, size: row.size }));
  const runs = distinct(own, (row) => ({ run: row.run, trainingSeed: row.training_seed }));
  const scores = runs.map(({ run, trainingSeed }) =>
    tasks.map(({ workload, size }) => {
      const found = own.filter(
        (row) =>
          row.workload === workload &&
          row.size === size &&
          row.run === run &&
          Object.is(row.training_seed, trainingSeed),
      );
      if (found.length !== 1)
        throw new RangeError(
          `rows must hold ${controller} on ${workload}, size ${size}, run ${run} once, got ${found.length} times`,
        );
      return (found[0] as ResultRow)[metric];
    }),
  );
  return { scores, tasks, runs };
}

/** Scores of two controllers in pairs that met the same requests: x[i] and y[i] have the same evaluation seed. */
export interface PairedScores {
  readonly x: number[];
  readonly y: number[];
}

/**
 * Pairs of `metric` for controllers `x` and `y` on the same cluster, workload, size, run and evaluation seed. Rows
 * without a partner are left out.
 * @throws RangeError where there is more than one partner (filter the rows first), or no pair at all.
 * @example
 * const names = { controllers: ["static", "threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * const { x, y } = evaluation.pairedScores(rows, "static", "threshold", "requests");
 * x[0] === y[0] && x[1] === y[1]; // -> true
 */
export function pairedScores(
  rows: readonly ResultRow[],
  x: string,
  y: string,
  metric: MetricName,
): PairedScores {
  const key = (row: ResultRow) =>
    JSON.stringify([row.cluster, row.workload, row.size, row.run, row.evaluation_seed]);
  const partners = new Map<string, ResultRow[]>();
  for (const row of rows)
    if (row.controller === y) partners.set(key(row), [...(partners.get(key(row)) ?? []), row]);
  const pairs: PairedScores = { x: [], y: [] };
  const used = new Set<string>();
  for (const row of rows) {
    if (row.controller !== x) continue;
    const [partner, ...others] = partners.get(key(row)) ?? [];
    if (partner === undefined) continue;
    if (others.length > 0 || used.has(key(row)))
      throw new RangeError(
        `rows must hold one pair of ${x} and ${y} on ${row.workload}, size ${row.size}, run ${row.run}, got several`,
      );
    used.add(key(row));
    pairs.x.push(row[metric]);
    pairs.y.push(partner[metric]);
  }
  if (pairs.x.length === 0) throw new RangeError(`rows must hold a pair of ${x} and ${y}, got none`);
  return pairs;
}

function distinct<T>(rows: readonly ResultRow[], of: (row: ResultRow) => T): T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(of(row)), of(row)])).values()];
}

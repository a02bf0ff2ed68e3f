import {
  mean,
  meanPart,
  stratifiedMean,
  stratifiedParts,
  type VariancePart,
} from "../../statistics/index.js";
import type { ResultRow } from "../results.js";
import { distinct, grouped } from "../rows.js";
import type { RowValue } from "../training-seeds.js";

/** An estimate and the independent parts of its variance. */
export interface Estimate {
  readonly estimate: number;
  readonly parts: readonly VariancePart[];
}

/** The training runs of an agent by their seeds; none of a rule. */
export function trainingRuns(rows: readonly ResultRow[]): readonly number[] {
  return distinct(rows, (row) => row.training_seed).filter((seed) => !Number.isNaN(seed));
}

/**
 * A controller's mean over workloads, each with the same weight, and what it varies by: its runs within each workload, and beside them,
 * for an agent, its training runs, each the mean over workloads of its own runs. Rows in which the quantity isn't known (NaN) are left
 * out; undefined where it never is known.
 *
 * How one training run does on one run of a workload is in both parts: an agent's interval is a little long. Where a workload has a
 * single run, nothing is known of what other requests would do, and an agent's interval is over its training runs alone.
 */
export function meanOverWorkloads(rows: readonly ResultRow[], of: RowValue): Estimate | undefined {
  const known = rows.filter((row) => !Number.isNaN(of(row)));
  if (known.length === 0) return undefined;
  const runs = [...runMeans(known, of).values()].map((own) => [...own.values()]);
  if (trainingRuns(known).length === 0)
    return { estimate: stratifiedMean(runs), parts: stratifiedParts(runs) };
  const training = trainingMeans(known, of);
  return { estimate: mean(training), parts: [meanPart(training), ...furtherParts(runs)] };
}

/**
 * The mean of an agent less that of another, and what it varies by: the training runs of either, which share nothing, and the runs within
 * each workload, which both met.
 */
export function differenceOfAgents(
  own: readonly ResultRow[],
  others: readonly ResultRow[],
  of: RowValue,
): Estimate | undefined {
  const [a, b] = [own, others].map((rows) => rows.filter((row) => !Number.isNaN(of(row))));
  if (a.length === 0 || b.length === 0) return undefined;
  const [x, y] = [a, b].map((rows) => trainingMeans(rows, of));
  const [runs, partners] = [a, b].map((rows) => runMeans(rows, of));
  const differences = [...runs].map(([workload, byRun]) =>
    [...byRun].flatMap(([run, value]) => {
      const partner = partners.get(workload)?.get(run);
      return partner === undefined ? [] : [value - partner];
    }),
  );
  return {
    estimate: mean(x) - mean(y),
    parts: [meanPart(x), meanPart(y), ...furtherParts(differences)],
  };
}

/** The parts of runs beside those of training runs, where every workload has several. */
function furtherParts(runs: readonly (readonly number[])[]): readonly VariancePart[] {
  return runs.every(({ length }) => length > 1) ? stratifiedParts(runs) : [];
}

/** Of each training run the mean over workloads. */
function trainingMeans(rows: readonly ResultRow[], of: RowValue): readonly number[] {
  return trainingRuns(rows).map((seed) => {
    const own = rows.filter((row) => row.training_seed === seed);
    return stratifiedMean([...grouped(own, (row) => row.workload).values()].map((part) => part.map(of)));
  });
}

/** Of each run of each workload the mean over training runs, by the seed of its requests. */
function runMeans(
  rows: readonly ResultRow[],
  of: RowValue,
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const workloads = [...grouped(rows, (row) => row.workload)];
  return new Map(
    workloads.map(([workload, own]) => {
      const runs = [...grouped(own, (row) => row.evaluation_seed)];
      return [workload, new Map(runs.map(([seed, same]) => [seed, mean(same.map(of))]))];
    }),
  );
}

import { grouped } from "../rows.js";
import type { TrialRow } from "./trial-columns.js";

/** Counts of a trial at one size, summed over its runs. */
export interface Counts {
  /** Runs of 300 steps or as many as an episode has. */
  readonly runs: number;
  /** Steps simulated, those that aren't counted included. */
  readonly steps: number;
  /** Seconds counted. */
  readonly time: number;
  readonly requests: number;
  readonly violations: number;
  readonly errors: number;
  readonly containerSeconds: number;
  /** Mean over the runs of violations / requests. */
  readonly violationRate: number;
  readonly changes: number;
  readonly commands: number;
  readonly reversals: number;
}

/** A configuration and what was measured of it. */
export interface TrialSums {
  /** Its number within its search, from 0; 0 has the default values. */
  readonly trial: number;
  /** Name and parameters, as `controllerByText` reads them. */
  readonly controller: string;
  /** Last rung that it reached. */
  readonly rung: number;
  /** By size: over the train loads of all its rungs. */
  readonly train: ReadonlyMap<number, Counts>;
  /** By workload and size; empty where it was no finalist. */
  readonly dev: ReadonlyMap<string, ReadonlyMap<number, Counts>>;
}

/** The trials of one search, in the order of their numbers. */
export function trialSums(rows: readonly TrialRow[]): readonly TrialSums[] {
  return [...grouped(rows, ({ trial }) => trial)]
    .sort(([a], [b]) => a - b)
    .map(([trial, own]) => {
      const train = own.filter(({ split }) => split === "train");
      const dev = own.filter(({ split }) => split === "dev");
      return {
        trial,
        controller: (own[0] as TrialRow).controller,
        rung: Math.max(...train.map(({ rung }) => rung)),
        train: countsBySize(train),
        dev: new Map(
          [...grouped(dev, ({ workload }) => workload)].map(([workload, rows]) => [
            workload,
            countsBySize(rows),
          ]),
        ),
      };
    });
}

/** What of a trial a cost is read from. */
export interface CostSetting {
  /** N. */
  readonly size: number;
  /** Container-seconds that a violation is worth. */
  readonly price: number;
  readonly split: "train" | "dev";
}

/**
 * Cost of a trial as a share of N: (container-seconds + price x violations) / (N time); on dev the mean over workloads. NaN where
 * it wasn't measured.
 * @example
 * const search = { controllers: ["static"], budget: 100_000, sizes: [5] };
 * await evaluation.tune({ ...search, folder: "tuning", workers: 1 });
 * const [one] = evaluation.readTrials("tuning/static-k1.csv.gz").all;
 * evaluation.trialCost(one, { size: 5, price: 0, split: "train" }) < 0.3; // -> true
 */
export function trialCost(trial: TrialSums, { size, price, split }: CostSetting): number {
  const measured =
    split === "train" ? [trial.train.get(size)] : [...trial.dev.values()].map((sizes) => sizes.get(size));
  if (measured.length === 0) return Number.NaN;
  let sum = 0;
  for (const counts of measured) {
    if (counts === undefined) return Number.NaN;
    sum += (counts.containerSeconds + price * counts.violations) / (size * counts.time);
  }
  return sum / measured.length;
}

function countsBySize(rows: readonly TrialRow[]): ReadonlyMap<number, Counts> {
  return new Map([...grouped(rows, ({ size }) => size)].map(([size, own]) => [size, summed(own)]));
}

function summed(rows: readonly TrialRow[]): Counts {
  const sum = (of: (row: TrialRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const runs = sum((row) => row.runs);
  return {
    runs,
    steps: sum((row) => row.steps),
    time: sum((row) => row.time),
    requests: sum((row) => row.requests),
    violations: sum((row) => row.violations),
    errors: sum((row) => row.errors),
    containerSeconds: sum((row) => row.container_seconds),
    violationRate: sum((row) => row.runs * row.violation_rate) / runs,
    changes: sum((row) => row.changes),
    commands: sum((row) => row.commands),
    reversals: sum((row) => row.reversals),
  };
}

import { readCsv } from "../../data/index.js";
import { fileColumns } from "../experiment/columns.js";
import { leastBy } from "../rows.js";
import type { LargestStep } from "./largest-step.js";
import { TRIAL_COLUMNS, type TrialRow } from "./trial-columns.js";
import { type CostSetting, type TrialSums, trialCost, trialSums } from "./trial-sums.js";

/** What a tuning file holds. */
export interface Trials {
  /** Environment steps spent by all searches of the file, on dropped trials and dev, too. */
  readonly spent: number;
  /** Of one search: every trial, in the order of their numbers. */
  readonly all: readonly TrialSums[];
  /** Those of the last rung, which settings are chosen from: all of them were measured on the same, most, loads. */
  readonly finalists: readonly TrialSums[];
}

/** Folder of tuning files, relative to the data folder. */
export const TUNING_FOLDER = "tuning";

/**
 * Name of the file of a controller and largest step.
 * @example
 * evaluation.tuningFile("hpa+least-connections", "N"); // -> "hpa+least-connections-kN.csv.gz"
 */
export function tuningFile(controller: string, largestStep: LargestStep): string {
  return `${controller}-k${largestStep}.csv.gz`;
}

/** The rows of a tuning file. @throws InputError where it is missing, cut off or foreign. */
export function readTrialRows(file: string): readonly TrialRow[] {
  return readCsv(file, fileColumns(TRIAL_COLUMNS));
}

/**
 * The trials of a tuning file: those of the search with the largest budget, of several the last.
 * @param options.mostBudget of searches with larger budgets nothing is read.
 * @throws InputError where the file is missing, cut off or foreign.
 * @example
 * const search = { controllers: ["static"], budget: 100_000, sizes: [5] };
 * await evaluation.tune({ ...search, folder: "tuning", workers: 1 });
 * const trials = evaluation.readTrials("tuning/static-k1.csv.gz");
 * trials.all.length; // -> 5
 */
export function readTrials(file: string, { mostBudget = Number.POSITIVE_INFINITY } = {}): Trials {
  return trialsOf(readTrialRows(file).filter(({ budget }) => budget <= mostBudget));
}

/** The trials among rows. */
export function trialsOf(rows: readonly TrialRow[]): Trials {
  const largest = rows.reduce((last, row) => (row.budget >= last.budget ? row : last), rows[0]);
  const own = rows.filter(({ budget, seed }) => budget === largest?.budget && seed === largest.seed);
  const all = trialSums(own);
  const last = Math.max(...all.map(({ rung }) => rung));
  return {
    spent: rows.reduce((sum, { steps }) => sum + steps, 0),
    all,
    finalists: all.filter(({ rung }) => rung === last),
  };
}

/**
 * The finalist that was cheapest at a size and price on train, or on dev.
 * @throws RangeError where none was measured there.
 * @example
 * const search = { controllers: ["static"], budget: 100_000, sizes: [5] };
 * await evaluation.tune({ ...search, folder: "tuning", workers: 1 });
 * const trials = evaluation.readTrials("tuning/static-k1.csv.gz");
 * evaluation.cheapestTrial(trials, { size: 5, price: 1000, split: "train" }).controller; // -> "static:fleetSize=5"
 */
export function cheapestTrial(trials: Trials, setting: CostSetting): TrialSums {
  const best = leastBy(trials.finalists, (trial) => trialCost(trial, setting));
  if (best === undefined)
    throw new RangeError(`size must be one that was tuned on ${setting.split}, got ${setting.size}`);
  return best;
}

import { ladderWorkloadNames } from "../../workload/index.js";
import { trainLoads } from "./loads.js";
import type { MeasureCells, Search } from "./search.js";
import type { TrialRow } from "./trial-columns.js";
import type { FleetCell } from "./trial-experiment.js";
import { type TrialSums, trialSums } from "./trial-sums.js";

/** A trial to be measured. */
export interface LedgerEntry {
  readonly trial: number;
  /** Name and parameters. */
  readonly controller: string;
  readonly sizes: readonly number[];
}

/** Keeps what a search measures, and lets it spend no more than its budget. */
export class Ledger {
  rows: readonly TrialRow[] = [];
  readonly #cells: FleetCell[] = [];
  readonly #search: Search;
  readonly #episodeSteps: (size: number) => number;
  readonly #measure: MeasureCells;

  constructor(search: Search, episodeSteps: (size: number) => number, measure: MeasureCells) {
    this.#search = search;
    this.#episodeSteps = episodeSteps;
    this.#measure = measure;
  }

  /** Measures trials on `runs` train loads from the one with index `first` on. @throws as `#add`. */
  async train(rung: number, entries: readonly LedgerEntry[], first: number, runs: number): Promise<void> {
    await this.#add(rung, entries, "train", [trainLoads(this.#search.workloads)], first, runs);
  }

  /** Measures trials in `runs` runs on every dev workload. @throws as `#add`. */
  async dev(rung: number, entries: readonly LedgerEntry[], runs: number): Promise<void> {
    const { workloads = ladderWorkloadNames("dev") } = this.#search;
    if (runs > 0) await this.#add(rung, entries, "dev", workloads, 0, runs);
  }

  /** Sums of the trials with these numbers. */
  sums(trials: readonly number[]): readonly TrialSums[] {
    const wanted = new Set(trials);
    return trialSums(this.rows.filter(({ trial }) => wanted.has(trial)));
  }

  /** @throws RangeError where it goes beyond the budget, before anything is measured; what measuring throws. */
  async #add(
    rung: number,
    entries: readonly LedgerEntry[],
    split: "train" | "dev",
    workloads: readonly string[],
    first_run: number,
    runs: number,
  ): Promise<void> {
    const { budget, seed, largestStep, fleet } = this.#search;
    for (const { trial, controller, sizes } of entries)
      for (const size of sizes)
        for (const workload of workloads) {
          const largest_step = String(largestStep);
          const which = { budget, seed, split, rung, trial, controller, largest_step };
          this.#cells.push({ ...which, size, workload, first_run, runs, ...(fleet && { fleet }) });
        }
    const planned = this.#cells.reduce((sum, cell) => sum + cell.runs * this.#episodeSteps(cell.size), 0);
    requireBudget(budget, planned);
    this.rows = await this.#measure([...this.#cells]);
    requireBudget(
      budget,
      this.rows.reduce((sum, { steps }) => sum + steps, 0),
    );
  }
}

function requireBudget(budget: number, steps: number): void {
  if (steps > budget) throw new RangeError(`budget must be at least ${steps} steps, got ${budget}`);
}

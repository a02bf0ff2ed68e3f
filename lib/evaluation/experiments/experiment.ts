import type { Budget } from "../../data/budget.js";

/** How an experiment is run. The budget sets how much is measured. */
export interface ExperimentRun {
  readonly budget: Budget;
  /** Folder the results go to. */
  readonly dataDir: string;
  /** Folder for what is needed on the way and needn't be kept: checkpoints of runs that aren't finished. */
  readonly workDir: string;
  /** The command that is running, for the manifest. */
  readonly command: string;
  /** Now, as ISO 8601, for the manifest. */
  readonly date: string;
  /** What to do with results that other code made. */
  readonly otherCode: "keep" | "replace";
  /** Processes that measure; default: one a core. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A measurement behind the report: a question, a data file that is its own, and how to fill it. */
export interface Experiment {
  readonly id: string;
  /** What it answers, in one line. */
  readonly question: string;
  /** Its data file, relative to the data folder. */
  readonly file: string;
  /**
   * Files and folders, relative to the data folder, that quick budgets take from the committed results because measuring them
   * takes too long; left out: every budget measures its own.
   */
  readonly committed?: readonly string[];
  /** The command that makes the file, where this library can't: then no budget measures it. */
  readonly madeBy?: string;
  /**
   * Measures what the file doesn't hold yet, and tells how many runs that were. Rows that aren't part of the experiment as it
   * is now are dropped, except where results of other code are kept.
   */
  run(options: ExperimentRun): Promise<number>;
}

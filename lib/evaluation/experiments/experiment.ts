import type { Budget } from "../budget.js";

/** How an experiment is run. */
export interface ExperimentRun {
  readonly budget: Budget;
  /** Folder the results go to. */
  readonly dataDir: string;
  /** The command that is running, for the manifest. */
  readonly command: string;
  /** Now, as ISO 8601, for the manifest. */
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A measurement behind the report: a question, a data file, and how to fill it. Results that are there are kept. */
export interface Experiment {
  readonly id: string;
  /** What it answers, in one line. */
  readonly question: string;
  /** Its data file, relative to the data folder. */
  readonly file: string;
  run(options: ExperimentRun): Promise<void>;
}

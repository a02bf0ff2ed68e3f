import { type Budget, readCsv } from "../../data/index.js";
import {
  type CellOf,
  type ColumnTable,
  type ExperimentRow,
  fileColumns,
  type MeasuredOf,
} from "./columns.js";
import { runExperiment } from "./run.js";

type Awaitable<T> = T | Promise<T>;

/** What measuring a cell may use. */
export interface MeasureContext {
  /** Data folder that inputs are read from. */
  readonly dataDir: string;
  /** Data folder that outputs go to. */
  readonly outputDir: string;
  /** Folder for what is needed on the way: checkpoints of what isn't finished. "": nothing is kept on the way. */
  readonly workDir: string;
  /** Cores for this cell alone. */
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Share of the cell that is wanted, above 0 and up to 1: less than 1 only where the experiment says that parts can be measured. */
  readonly part: number;
  /** Tells the share that is done, from 0 to 1. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/** What was computed again from what was kept of a cell. */
export interface Recomputed<C extends ColumnTable> {
  readonly rows: readonly Partial<MeasuredOf<C>>[];
  /** What doesn't fit together, a line each. */
  readonly findings?: readonly string[];
}

/** What an experiment says of itself in the manifest. */
export interface ExperimentDescription {
  /** Base seed. */
  readonly seed: number;
  /** The whole configuration, as JSON. */
  readonly config: unknown;
  /** Specs of the clusters, by `specId`. */
  readonly specs?: Readonly<Record<string, unknown>>;
}

/** What defines an experiment: a question, a table of columns, its cells, and how one of them is measured. */
export interface ExperimentDefinition<C extends ColumnTable, Cell extends CellOf<C>> {
  readonly id: string;
  /** What it answers, in one line. */
  readonly question: string;
  /** The file that defines and exports it (`__filename`): where other processes find it, and where its code begins. */
  readonly module: string;
  /** Its data file, relative to the data folder. */
  readonly file: string;
  readonly columns: C;
  /**
   * Every cell that is measured, in the order of the file's rows. Each can be cloned, and its identity columns tell it apart.
   * @param dataDir where cells depend on data, such as a calibration.
   */
  cells(budget: Budget, dataDir: string): readonly Cell[];
  /** The other columns of the cell's row, or of its rows (a time line, a learning curve). Left out where only `madeBy` can. */
  measure?(cell: Cell, context: MeasureContext): Awaitable<MeasuredOf<C> | readonly MeasuredOf<C>[]>;
  /** What the manifest says of its file, or of the outputs of one cell. */
  describe(budget: Budget, cell?: Cell): ExperimentDescription;
  /** Files of the data folder that measuring a cell reads. Where one changes, the cell is measured again. */
  inputs?(cell: Cell, dataDir: string): readonly string[];
  /** Data files that measuring a cell writes. Where one is missing, the cell is measured again. */
  outputs?(cell: Cell): readonly string[];
  /** Whether the first part of a cell's rows can be measured alone: its rows are then some of those of the whole cell. */
  readonly hasParts?: true;
  /**
   * What of a cell follows from what was kept of it (records, requests), where measuring it again would be another measurement;
   * left out: `measure` tells. Columns that are missing from its rows can't be verified.
   */
  recompute?(cell: Cell, context: MeasureContext): Awaitable<Recomputed<C>>;
  /** What a verification tries at least one cell of each of; left out: one kind. */
  kindOf?(cell: Cell): string;
  /**
   * How far numbers may be from the committed ones on another kind of CPU, as a share of the value (and of 1, for values below
   * it); `Infinity`: not comparable there. Left out: not at all, as for plain arithmetic, which is the same everywhere.
   */
  otherCpuTolerance?(cell: Cell): number;
  /**
   * Files and folders, relative to the data folder, that quick budgets take from the committed results because measuring them
   * takes too long; left out: every budget measures its own.
   */
  readonly committed?: readonly string[];
  /**
   * The paper budget takes hours and is measured over several sittings, by `fleetlab measure`, the cells that decide most first. What
   * is there is shown; cells that are missing are told, and are no finding of a verification.
   */
  readonly inSittings?: true;
  /** The command that makes the file, where this library can't: then no budget measures it. */
  readonly madeBy?: string;
}

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

/** A measurement behind the report. */
export interface Experiment<C extends ColumnTable = ColumnTable> extends ExperimentDefinition<C, CellOf<C>> {
  /**
   * Measures the cells that the file does not hold yet, and tells how many that were. Rows that are no cell of the experiment
   * as it is now are dropped, except where results of other code are kept.
   */
  run(options: ExperimentRun): Promise<number>;
  /** Reads its rows. @throws InputError naming file, line and column where the file is missing, cut off or foreign. */
  read(file: string): ExperimentRow<C>[];
}

/**
 * The experiment of a definition: it can be run, stopped, gone on with, read and verified.
 * @example
 * const squares = evaluation.experiment({
 *   id: "squares",
 *   question: "What is the square of a small number?",
 *   module: __filename,
 *   file: "squares.csv",
 *   columns: evaluation.columns({ root: { kind: "integer", identity: true }, square: { kind: "number" } }),
 *   cells: () => [{ root: 1 }, { root: 2 }],
 *   measure: ({ root }) => ({ square: root * root }),
 *   describe: () => ({ seed: 0, config: {} }),
 * });
 * squares.cells("smoke", "data").length; // -> 2
 */
export function experiment<const C extends ColumnTable, Cell extends CellOf<C>>(
  definition: ExperimentDefinition<C, Cell>,
): Experiment<C> {
  const own = definition as unknown as ExperimentDefinition<C, CellOf<C>>;
  const made: Experiment<C> = Object.freeze({
    ...own,
    run: (options: ExperimentRun) => runExperiment(made, options),
    read: (file: string) => readCsv(file, fileColumns(own.columns)),
  });
  return made;
}

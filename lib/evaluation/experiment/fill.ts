import { existsSync } from "node:fs";
import { InputError } from "../../check/index.js";
import { readCsv, writeCsv } from "../../data/index.js";
import { requireSameSources, type SourceFile, sourcesByText, sourcesText } from "../../files/index.js";
import {
  type CellOf,
  type ColumnTable,
  cellKey,
  type ExperimentRow,
  fileColumns,
  type MeasuredOf,
  rowsByCell,
  storedRow,
} from "./columns.js";

/** What is told while cells are measured; they are told apart by their place among those measured. */
export interface FillWatch<C extends ColumnTable> {
  /** A cell is measured. */
  readonly onDone: (cell: number, rows: readonly MeasuredOf<C>[]) => void;
  /** So much of a cell is done, from 0 to 1. */
  readonly onShare: (cell: number, share: number) => void;
}

/** A file of rows to be filled. */
export interface Filling<C extends ColumnTable, Cell extends CellOf<C>> {
  readonly columns: C;
  /** In the order of the file's rows. */
  readonly cells: readonly Cell[];
  /** Left out: nothing is read nor written. */
  readonly file?: string | undefined;
  /** Hash of what a cell's rows depend on. */
  readonly codeOf: (cell: Cell) => string;
  /** Files of the user's own that define something of the cell; they go into its rows. */
  readonly sourcesOf?: ((cell: Cell) => readonly SourceFile[]) | undefined;
  /** Whether all else that belongs to a cell is there. */
  readonly isWhole?: (cell: Cell) => boolean;
  /** What to do with rows of these cells that other code made: refuse, keep them, or measure them again. */
  readonly otherCode: "refuse" | "keep" | "replace";
  /** What to do with rows of other cells. */
  readonly otherRows: "keep" | "drop";
  /** Measures the cells that are missing. */
  measure(missing: readonly Cell[], watch: FillWatch<C>): Promise<void>;
  /** Cells done and in all; parts of cells count, too. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called for each cell: with those that are there first, then as the others are measured. */
  readonly onCell?:
    | ((cell: Cell, rows: readonly ExperimentRow<C>[], state: "kept" | "measured", done: number) => void)
    | undefined;
  /** Called after the file was saved for the last time, where it was. */
  describe?(): void;
}

/** What came out. */
export interface Filled<C extends ColumnTable> {
  /** Rows of the cells, in their order. */
  readonly rows: readonly ExperimentRow<C>[];
  /** How many cells were measured now. */
  readonly ran: number;
}

/** The file is saved this often, in ms, and no more than a twentieth of the time goes into it: saving writes all of it. */
const SAVE_INTERVAL = 1000;
const SAVES_SHARE = 20;

/**
 * Measures the cells that `file` doesn't hold yet and saves rows as they come. The order of rows is that of the cells,
 * whichever ended first; rows of other cells that are kept stand before them.
 *
 * @throws what `measure` throws (the file then holds every finished cell); InputError where the file is cut off or foreign, or
 * holds rows of other code that are to be refused.
 */
export async function fillFile<C extends ColumnTable, Cell extends CellOf<C>>(
  filling: Filling<C, Cell>,
): Promise<Filled<C>> {
  const { columns, cells, file } = filling;
  const csv = fileColumns(columns);
  const before = file !== undefined && existsSync(file) ? readCsv(file, csv) : [];
  const groups = rowsByCell(columns, before as readonly (ExperimentRow<C> & CellOf<C>)[]);
  const keys = cells.map((cell) => cellKey(columns, cell));
  const wanted = new Set(keys);
  const others = filling.otherRows === "keep" ? [...groups].filter(([key]) => !wanted.has(key)) : [];
  const held = new Map<string, readonly ExperimentRow<C>[]>();
  const missing: number[] = [];
  for (const [i, cell] of cells.entries()) {
    const rows = groups.get(keys[i]);
    if (rows !== undefined && isKept(filling, cell, rows)) held.set(keys[i], rows);
    else missing.push(i);
  }
  const all = () => [...others.map(([, rows]) => rows), ...keys.map((key) => held.get(key) ?? [])].flat();
  const progress = cellProgress(filling, held, keys);
  const save = saver(() => {
    if (file !== undefined) writeCsv(file, csv, all());
  });
  let ran = 0;
  try {
    if (missing.length > 0)
      await filling.measure(
        missing.map((i) => cells[i]),
        {
          onShare: progress.share,
          onDone(k, measured) {
            const cell = cells[missing[k]];
            const code = filling.codeOf(cell);
            const sources = sourcesText(filling.sourcesOf?.(cell) ?? []);
            const rows = measured.map((part) => ({
              ...storedRow(columns, { ...cell, ...part } as never),
              code,
              ...(sources !== "" && { sources }),
            }));
            held.set(keys[missing[k]], rows as readonly ExperimentRow<C>[]);
            ran++;
            save.whenDue();
            progress.done(k, cell, held.get(keys[missing[k]]) ?? []);
          },
        },
      );
  } finally {
    if (ran > 0 || all().length !== before.length) {
      save.now();
      if (file !== undefined) filling.describe?.();
    }
  }
  return { rows: keys.flatMap((key) => held.get(key) ?? []), ran };
}

function isKept<C extends ColumnTable, Cell extends CellOf<C>>(
  { file, otherCode, codeOf, sourcesOf, isWhole }: Filling<C, Cell>,
  cell: Cell,
  rows: readonly ExperimentRow<C>[],
): boolean {
  if (isWhole?.(cell) === false) return false;
  if (otherCode === "keep") return true;
  const code = codeOf(cell);
  const other = rows.find((row) => row.code !== code);
  if (other === undefined) return true;
  if (otherCode === "refuse") {
    requireSameSources(file as string, sourcesByText(other.sources ?? ""), sourcesOf?.(cell));
    throw new InputError(
      `${file} holds results made by other code (${other.code || "unknown"}, now ${code}): move it away, or say whether to keep or replace them`,
    );
  }
  return false;
}

/** Tells of cells as they are done, those that are there already first. */
function cellProgress<C extends ColumnTable, Cell extends CellOf<C>>(
  { cells, onProgress, onCell }: Filling<C, Cell>,
  held: ReadonlyMap<string, readonly ExperimentRow<C>[]>,
  keys: readonly string[],
) {
  let done = 0;
  for (const [i, cell] of cells.entries()) {
    const rows = held.get(keys[i]);
    if (rows !== undefined) onCell?.(cell, rows, "kept", ++done);
  }
  onProgress?.(done, cells.length);
  const shares = new Map<number, number>();
  const tell = () => {
    let sum = done;
    for (const share of shares.values()) sum += share;
    onProgress?.(Math.floor(1000 * sum) / 1000, cells.length);
  };
  return {
    share(k: number, share: number) {
      shares.set(k, share);
      tell();
    },
    done(k: number, cell: Cell, rows: readonly ExperimentRow<C>[]) {
      shares.delete(k);
      done++;
      onCell?.(cell, rows, "measured", done);
      tell();
    },
  };
}

/** Saves, at once or where the last time is long enough ago. */
function saver(save: () => void) {
  let saved = performance.now();
  let interval = SAVE_INTERVAL;
  const now = () => {
    const started = performance.now();
    save();
    saved = performance.now();
    interval = Math.max(SAVE_INTERVAL, SAVES_SHARE * (saved - started));
  };
  return {
    now,
    whenDue() {
      if (performance.now() - saved >= interval) now();
    },
  };
}

import { type Column, storedNumber } from "../../data/index.js";
import { grouped } from "../rows.js";

/** What a column of an experiment's file holds. */
export interface ColumnType {
  readonly kind: "text" | "integer" | "number";
  /** Part of what tells a cell of the experiment from the others: known before it is measured. */
  readonly identity?: true;
  /** Tells the rows of one cell apart (a step, a point of a curve). */
  readonly point?: true;
  /** May be unknown: NaN, or "" for text; an empty cell of the file. */
  readonly optional?: true;
  /** May be missing from a file that is older than the column. */
  readonly later?: true;
  /** Left out of a file where no row has anything there. */
  readonly sparse?: true;
  /** Changes much with the last digits of what it follows from: compared only where all digits must be the same. */
  readonly unstable?: true;
  /** How long something took: told, and never compared. */
  readonly timing?: true;
  /** The only texts allowed. */
  readonly choices?: readonly string[];
  /** Significant digits that a number is kept with; seven when left out. */
  readonly digits?: number;
}

/** The columns of a file by name, in their order. */
export type ColumnTable = Readonly<Record<string, ColumnType>>;

type Value<T extends ColumnType> = T extends { readonly kind: "text" }
  ? T extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string
  : T extends { readonly kind: "integer" | "number" }
    ? number
    : string | number;

/** A row with these columns. */
export type RowOf<C extends ColumnTable> = { -readonly [Name in keyof C]: Value<C[Name]> };

/** Names of the columns that tell cells apart. */
export type IdentityOf<C extends ColumnTable> = {
  [Name in keyof C]: C[Name] extends { readonly identity: true } ? Name : never;
}[keyof C];

/** What tells a cell from the others: the row's identity columns. */
export type CellOf<C extends ColumnTable> = Pick<RowOf<C>, IdentityOf<C>>;

/** What measuring a cell gives: all other columns. */
export type MeasuredOf<C extends ColumnTable> = Omit<RowOf<C>, IdentityOf<C>>;

/**
 * Checks a table of columns by its type and gives it back: `const COLUMNS = columns({ size: { kind: "integer", identity: true } })`.
 * @example
 * const table = evaluation.columns({ size: { kind: "integer", identity: true }, cost: { kind: "number" } });
 * Object.keys(table); // -> ["size", "cost"]
 */
export function columns<const C extends ColumnTable>(table: C): C {
  return Object.freeze(table);
}

/** The column that every experiment's file has at its end: hash of the code and the configuration that made the row. */
const CODE_COLUMN = { code: { kind: "text", optional: true, later: true } } as const;

/** The column behind it, where a row depends on files of the user's own: `sourcesText`. */
const SOURCES_COLUMN = { sources: { kind: "text", optional: true, sparse: true } } as const;

/** The rows of an experiment's file. */
export type ExperimentRow<C extends ColumnTable> = RowOf<C> & { code: string; sources?: string };

/**
 * Columns as the CSV reader and writer take them.
 * @example
 * const table = evaluation.columns({ size: { kind: "integer", identity: true }, cost: { kind: "number" } });
 * evaluation.csvColumns(table).map(({ name }) => name); // -> ["size", "cost"]
 */
export function csvColumns<C extends ColumnTable>(table: C): readonly Column<RowOf<C>>[] {
  return Object.entries<ColumnType>(table).map(
    ([name, { identity: _, point: __, unstable: ___, timing: ____, ...column }]) => ({
      name: name as keyof RowOf<C> & string,
      ...column,
    }),
  );
}

/**
 * The columns of an experiment's file, as the CSV reader and writer take them.
 * @example
 * const table = evaluation.columns({ size: { kind: "integer", identity: true }, cost: { kind: "number" } });
 * evaluation.fileColumns(table).map(({ name }) => name); // -> ["size", "cost", "code", "sources"]
 */
export function fileColumns<C extends ColumnTable>(table: C): readonly Column<ExperimentRow<C>>[] {
  return csvColumns({ ...table, ...CODE_COLUMN, ...SOURCES_COLUMN }) as unknown as readonly Column<
    ExperimentRow<C>
  >[];
}

/** A row as the file will hold it: its columns in their order, numbers rounded. */
export function storedRow<C extends ColumnTable>(table: C, row: RowOf<C>): RowOf<C> {
  const stored: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(table)) {
    const value: unknown = row[name];
    stored[name] =
      column.kind === "number" && typeof value === "number" ? storedNumber(value, column) : value;
  }
  return stored as RowOf<C>;
}

/** The columns that tell a cell apart, as a text. */
export function cellKey<C extends ColumnTable>(table: C, cell: CellOf<C>): string {
  return JSON.stringify(identityNames(table).map((name) => cell[name]));
}

/** Rows by the key of their cell (`cellKey`), in the order in which they stand. */
export function rowsByCell<C extends ColumnTable, Row extends CellOf<C>>(
  table: C,
  rows: readonly Row[],
): Map<string, Row[]> {
  return grouped(rows, (row) => cellKey(table, row));
}

/** Names of the identity columns, in their order. */
export function identityNames<C extends ColumnTable>(table: C): readonly IdentityOf<C>[] {
  return Object.keys(table).filter((name) => table[name].identity) as unknown as IdentityOf<C>[];
}

import { InputError } from "../check/index.js";
import { readCsvRows, writeCsvRows } from "../files/index.js";

/** What a column of a CSV file holds. */
export interface Column<Row> {
  readonly name: keyof Row & string;
  /** "number" and "integer" read an empty cell as NaN, where `optional` lets it be empty. */
  readonly kind: "text" | "integer" | "number";
  /** Cells may be empty. */
  readonly optional?: boolean;
  /** The column may be missing from a file (one that came later): its cells then read as empty. */
  readonly later?: boolean;
  /** Left out of a file, and of the rows read from it, where no row has anything there. */
  readonly sparse?: boolean;
  /** The only texts allowed. */
  readonly choices?: readonly string[];
  /** Significant digits that a number is written with; seven when left out. Whole numbers have all of theirs. */
  readonly digits?: number;
}

/** Significant digits of numbers in CSV files where a column says nothing else. */
const DIGITS = 7;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ADVICE = "mend it, or delete the file and make it again";

/**
 * The finite number written in `text`, or undefined where it is none.
 * @example
 * data.parseNumber("1.5e3"); // -> 1500
 * data.parseNumber("1,5"); // -> undefined
 */
export function parseNumber(text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function cellText<Row extends object>(column: Column<Row>, row: Row): string {
  const value: unknown = row[column.name];
  if (value === undefined || Number.isNaN(value)) return "";
  if (typeof value !== (column.kind === "text" ? "string" : "number"))
    throw new TypeError(`${column.name} must be ${column.kind}, got ${String(value)} (${typeof value})`);
  if (value === Infinity || value === -Infinity)
    throw new RangeError(`${column.name} must be finite, got ${value}`);
  return String(column.kind === "number" ? storedNumber(value as number, column) : value);
}

/**
 * A number as a column of a CSV file keeps it: rounded to the column's significant digits, whole numbers as they are.
 * @example
 * data.storedNumber(Math.PI) === 3.141593; // -> true
 * data.storedNumber(Math.PI, { digits: 3 }); // -> 3.14
 * data.storedNumber(4013353119); // -> 4013353119
 */
export function storedNumber(value: number, { digits = DIGITS }: { readonly digits?: number } = {}): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

/**
 * Writes `rows` as CSV: a header, then a line for each row, NaN and undefined as empty cells, numbers with seven significant digits
 * (or as many as their column says). Compressed by gzip where the name ends with `.gz`. The file is whole or as it was before.
 * @throws TypeError or RangeError where a row holds what its column does not allow.
 * @example
 * const columns = [{ name: "size", kind: "integer" }, { name: "cost", kind: "number" }] as const;
 * data.writeCsv("costs.csv", columns, [{ size: 5, cost: 1 / 3 }]);
 * files.readTextFile("costs.csv"); // -> "size,cost\n5,0.3333333\n"
 */
export function writeCsv<Row extends object>(
  file: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const written = columns.filter(
    (column) => !column.sparse || rows.some((row) => cellText(column, row) !== ""),
  );
  writeCsvRows(
    file,
    written.map((column) => column.name),
    rows.map((row) => written.map((column) => cellText(column, row))),
  );
}

/**
 * Reads the rows of a CSV file, compressed or not. Columns may be in any order.
 * @throws InputError naming file, line and column where the file is missing or cut off, a column is missing or unknown,
 * or a cell does not hold what its column says.
 * @example
 * files.writeFileAtomically("runs.csv", "run,steps\n0,60\n1,many\n");
 * data.readCsv<{ run: number; steps: number }>("runs.csv", [
 *   { name: "run", kind: "integer" },
 *   { name: "steps", kind: "integer" },
 * ]);
 * // throws InputError: runs.csv, line 3, column 2 (steps): expected a whole number, got "many": mend it, or delete the file and make it again
 */
export function readCsv<Row extends object>(file: string, columns: readonly Column<Row>[]): Row[] {
  const { header, rows } = readCsvRows(file);
  const places = columnPlaces(file, header, columns);
  return rows.map(({ cells, line }) => {
    const row: Record<string, unknown> = {};
    for (const [i, column] of columns.entries()) {
      const place = places[i];
      if (place < 0 && column.sparse) continue;
      const cell = place < 0 ? "" : cells[place];
      const value = cellValue(column, cell, place < 0);
      if (value === undefined)
        throw new InputError(
          `${file}, line ${line}, column ${place + 1} (${column.name}): expected ${expectation(column)}, got ${JSON.stringify(cell)}: ${ADVICE}`,
        );
      row[column.name] = value;
    }
    return row as Row;
  });
}

/** Index of each column in the file's header; -1 for one that may be missing and is. */
function columnPlaces<Row>(
  file: string,
  header: readonly string[],
  columns: readonly Column<Row>[],
): readonly number[] {
  for (const [i, name] of header.entries()) {
    if (!columns.some((column) => column.name === name))
      throw new InputError(
        `${file}, line 1, column ${i + 1}: unknown column ${JSON.stringify(name)}: expected ${columns.map((column) => column.name).join(",")}`,
      );
    if (header.indexOf(name) !== i)
      throw new InputError(`${file}, line 1, column ${i + 1}: ${name} is there twice: ${ADVICE}`);
  }
  return columns.map((column) => {
    const place = header.indexOf(column.name);
    if (place < 0 && !column.later && !column.sparse)
      throw new InputError(`${file}, line 1: column ${column.name} is missing: ${ADVICE}`);
    return place;
  });
}

function cellValue<Row>(column: Column<Row>, cell: string, missing: boolean): string | number | undefined {
  const mayBeEmpty = column.optional || missing;
  if (column.kind === "text") {
    if (cell === "") return mayBeEmpty ? "" : undefined;
    return column.choices === undefined || column.choices.includes(cell) ? cell : undefined;
  }
  if (cell === "") return mayBeEmpty ? Number.NaN : undefined;
  const value = parseNumber(cell);
  return column.kind === "integer" && !Number.isSafeInteger(value) ? undefined : value;
}

function expectation<Row>(column: Column<Row>): string {
  if (column.choices !== undefined) return `one of ${column.choices.join(", ")}`;
  return { text: "text", integer: "a whole number", number: "a number" }[column.kind];
}

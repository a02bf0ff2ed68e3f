import { Module } from "node:module";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import type * as danfo from "danfojs-node";
import { parseNumber, shownPath, type Workspace } from "../data/index.js";
import { readCsvRows } from "../files/index.js";
import { roundedNumber } from "./canonical-json.js";
import type { Cell, TableDefinition } from "./definitions.js";

/** A table of plain values; a danfojs DataFrame is one. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | null)[])[];
}

/** A danfojs DataFrame of which it is known that it has rows and columns: danfojs's own type leaves it open. */
export type DataFrame = danfo.DataFrame & Frame;

/** An interval's bounds are columns of their own in a frame. */
export const LOWER = "_lower";
export const UPPER = "_upper";

/** Rows of cells as a flat frame: a column that holds intervals is followed by its bounds. */
export function plainFrame(
  table: Pick<TableDefinition, "columns">,
  rows: readonly Readonly<Record<string, Cell>>[],
): Frame {
  const intervals = new Set(
    table.columns.map(({ key }) => key).filter((key) => rows.some((row) => isInterval(row[key] ?? null))),
  );
  const columns = table.columns.flatMap(({ key }) =>
    intervals.has(key) ? [key, key + LOWER, key + UPPER] : [key],
  );
  const values = rows.map((row) =>
    table.columns.flatMap(({ key }) => {
      const cell = row[key] ?? null;
      if (typeof cell === "object" && cell !== null) return [cell.estimate, cell.lower, cell.upper];
      return intervals.has(key) ? [cell, null, null] : [cell];
    }),
  );
  return { columns, values };
}

/** The frame as a danfojs DataFrame, to filter, group and describe in a notebook. */
export async function dataFrame(frame: Frame): Promise<DataFrame> {
  const { DataFrame } = danfojs();
  return new DataFrame(
    frame.values.map((row) => [...row]),
    { columns: [...frame.columns] },
  ) as DataFrame;
}

/**
 * danfojs; where TensorFlow's native library can't be loaded, over the portable one: it hardly needs either. By `require`, as a module
 * that failed once can't be imported again.
 */
function danfojs(): typeof danfo {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // the library's greetings don't belong on standard error
  try {
    return require("danfojs-node");
  } catch {
    const asking = new Module(require.resolve("danfojs-node/dist/danfojs-base/shared/tensorflowlib.js"));
    asking.exports = { __esModule: true, default: require("@tensorflow/tfjs") };
    asking.loaded = true;
    require.cache[asking.id] = asking;
    return require("danfojs-node");
  }
}

/** Rows as a frame: a column for each key, in the order in which keys first appear; what a row lacks is null. */
export function rowsFrame(rows: readonly object[]): Frame {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const values = rows.map((row) =>
    columns.map((key) => (row as Record<string, string | number>)[key] ?? null),
  );
  return { columns, values };
}

/** A CSV file of the data folder as a frame: columns of numbers as numbers, empty cells null. @throws InputError where it isn't there. */
export function csvFrame(workspace: Workspace, file: string): Frame {
  const path = join(workspace.dataDir, file);
  const { header, rows } = readCsvRows(path, {
    name: shownPath(workspace, path),
    advice: "restore it from version control, or make it again",
  });
  const isNumeric = header.map((_, i) =>
    rows.every(({ cells }) => cells[i] === "" || parseNumber(cells[i]) !== undefined),
  );
  const value = (text: string, i: number) => (text === "" ? null : isNumeric[i] ? Number(text) : text);
  return { columns: header, values: rows.map(({ cells }) => cells.map(value)) };
}

/** The rows of a frame. */
export function frameRows({ columns, values }: Frame): readonly object[] {
  return values.map((row) => Object.fromEntries(columns.map((key, i) => [key, row[i]])));
}

/** CSV of a frame: numbers to 7 significant digits, `\n` line ends, empty cells for what wasn't measured. */
export function frameCsv(frame: Frame): string {
  const cell = (value: string | number | null) => (typeof value === "number" ? roundedNumber(value) : value);
  return stringify([[...frame.columns], ...frame.values.map((row) => row.map(cell))]);
}

function isInterval(cell: Cell): boolean {
  return typeof cell === "object" && cell !== null;
}

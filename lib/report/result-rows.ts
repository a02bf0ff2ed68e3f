import { RESULT_COLUMNS, type ResultRow } from "../evaluation/index.js";
import { type DataReader, numberOrNull, type Row } from "./data-reader.js";

/** Made of rows that were parsed once. */
const converted = new WeakMap<readonly Row[], readonly ResultRow[]>();

/** The rows of an evaluation CSV, numbers as numbers and empty cells as NaN. @throws InputError on a cell that isn't one. */
export function resultRows(data: DataReader, file: string): readonly ResultRow[] {
  const rows = data.rows(file);
  const known = converted.get(rows) ?? rows.map(resultRow);
  converted.set(rows, known);
  return known;
}

const COLUMNS = [...Object.entries(RESULT_COLUMNS), ["code", { kind: "text" }] as const];

function resultRow(row: Row): ResultRow {
  const cells = COLUMNS.map(([name, { kind }]) => {
    if (kind === "text") return [name, row[name] ?? ""];
    return [name, row[name] === undefined ? NaN : (numberOrNull(row, name) ?? NaN)];
  });
  return Object.fromEntries(cells) as unknown as ResultRow;
}

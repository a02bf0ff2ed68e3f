import { RESULT_COLUMNS, type ResultRow } from "../evaluation/index.js";
import { type DataReader, numberOrNull } from "./data-reader.js";

/** The rows of an evaluation CSV, numbers as numbers and empty cells as NaN. @throws InputError on a cell that isn't one. */
export function resultRows(data: DataReader, file: string): readonly ResultRow[] {
  return data
    .rows(file)
    .map(
      (row) =>
        Object.fromEntries(
          [...Object.entries(RESULT_COLUMNS), ["code", { kind: "text" }] as const].map(([name, { kind }]) => [
            name,
            kind === "text"
              ? (row[name] ?? "")
              : row[name] === undefined
                ? NaN
                : (numberOrNull(row, name) ?? NaN),
          ]),
        ) as unknown as ResultRow,
    );
}

import { RESULT_COLUMNS, type ResultRow } from "../../evaluation/index.js";
import { type DataReader, numberOrNull } from "../../report/data-reader.js";

/** Result files, relative to the data folder, and the number of containers that single comparisons are made at. */
export const RULES_FILE = "evaluation/rules.csv";
export const FRONTIER_FILE = "evaluation/frontier.csv";
export const FRONTIER_BY_SIZE_FILE = "evaluation/frontier-by-size.csv";
export const WRITEUP_RULES_FILE = "evaluation/writeup-rules.csv";
export const WRITEUP_AGENT_FILE = "evaluation/writeup-agent.csv";
export const EXACT_AGENT_FILE = "evaluation/exact-agent.csv";
export const SINGLE_SIZE = 15;

/** The rows of an evaluation CSV, numbers as numbers and empty cells as NaN. @throws InputError on a cell that isn't one. */
export function resultRows(data: DataReader, file: string): readonly ResultRow[] {
  return data
    .rows(file)
    .map(
      (row) =>
        Object.fromEntries(
          RESULT_COLUMNS.map(({ name, kind }) => [
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

/** The values of `of` in order of first appearance, each once. */
export function distinct<T, V>(rows: readonly T[], of: (row: T) => V): readonly V[] {
  return [...new Set(rows.map(of))];
}

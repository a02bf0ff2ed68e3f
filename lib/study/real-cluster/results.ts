import { type Column, readCsv, writeCsv } from "../../data/index.js";
import { RESULT_COLUMNS, type ResultRow } from "../../evaluation/index.js";
import { CONDITION_COLUMNS, type RunConditions } from "./conditions.js";

/** Runs on the real cluster, the folder of their records, and the same runs simulated; relative to the data folder. */
export const REAL_FILE = "evaluation/real.csv";
export const REAL_RECORDS = "evaluation/real";
export const REAL_SIMULATED_FILE = "evaluation/real-simulated.csv";
/** One run of the plan: a result row and the conditions it was measured under (NaN where time is simulated). */
export type RealRow = ResultRow & { -readonly [K in keyof RunConditions]: number } & {
  /** Short hash of the trained agent's file; "" for a rule. */
  agent: string;
  /** Kind of CPU it was made on; "" where time is simulated. */
  machine: string;
};

const COLUMNS: readonly Column<RealRow>[] = [
  ...(RESULT_COLUMNS as readonly Column<RealRow>[]),
  ...CONDITION_COLUMNS.map(
    (name): Column<RealRow> => ({ name, kind: "number", optional: true, later: true }),
  ),
  { name: "agent", kind: "text", optional: true, later: true },
  { name: "machine", kind: "text", optional: true, later: true },
];

/** Reads the runs of a world; throws an InputError naming file, line and column on anything else. */
export function readRealRows(file: string): RealRow[] {
  return readCsv(file, COLUMNS);
}

/** Writes the runs of a world in one go. */
export function writeRealRows(file: string, rows: readonly RealRow[]): void {
  writeCsv(file, COLUMNS, rows);
}

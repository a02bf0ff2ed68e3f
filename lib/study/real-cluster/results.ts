import { type Column, readCsv, writeCsv } from "../../data/index.js";
import { RESULT_COLUMNS, type ResultRow } from "../../evaluation/results.js";
import { CONDITION_COLUMNS, type RunConditions } from "./conditions.js";

/** Files that are gathered over several sittings, relative to the data folder. */
export const REAL_FILE = "evaluation/real.csv";
const REAL_RECORDS = "evaluation/real";
export const REAL_SIMULATED_FILE = "evaluation/real-simulated.csv";
export const FINE_TUNING_FILE = "training/fine-tuning.csv";
export const TAKE_OVERS_FILE = "training/take-overs.csv";

/** The calibration that both worlds are built from, and what `fleetlab cluster check --save` found. */
export const CALIBRATION_FILE = "calibration/standard.json";
export const CHECK_FILE = "calibration/check.json";

/** All of them: nothing but the plan's own commands makes them, every budget shows what there is. */
export const GATHERED_FILES: readonly string[] = Object.freeze([
  REAL_FILE,
  REAL_RECORDS,
  REAL_SIMULATED_FILE,
  FINE_TUNING_FILE,
  TAKE_OVERS_FILE,
  "calibration",
]);

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

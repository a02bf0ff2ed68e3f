import { readCsv, writeCsv } from "../../data/index.js";
import { columns, type ExperimentRow, fileColumns, RESULT_COLUMNS } from "../../evaluation/index.js";
import { CONDITION_COLUMNS, type RunConditions } from "./conditions.js";

/** The plan's runs on the real cluster, relative to the data folder. */
export const REAL_FILE = "evaluation/real.csv";
/** Folder of their records, conditions and requests, relative to the data folder. */
export const REAL_RECORDS = "evaluation/real";
/** The plan's runs in the calibrated simulator, relative to the data folder. */
export const REAL_SIMULATED_FILE = "evaluation/real-simulated.csv";

const condition = { kind: "number", optional: true, later: true } as const;

/** One run of the plan: a result and the conditions it was measured under (unknown where time is simulated). */
export const REAL_COLUMNS = columns({
  ...RESULT_COLUMNS,
  ...(Object.fromEntries(CONDITION_COLUMNS.map((name) => [name, condition])) as Record<
    keyof RunConditions,
    typeof condition
  >),
  /** Short hash of the trained agent's file; empty for a rule. */
  agent: { kind: "text", optional: true, later: true },
  /** Kind of CPU it was made on; empty where time is simulated. */
  machine: { kind: "text", optional: true, later: true },
});

/** A row of the runs of the plan. */
export type RealRow = ExperimentRow<typeof REAL_COLUMNS>;

const COLUMNS = fileColumns(REAL_COLUMNS);

/** Reads the runs of a world; throws an InputError naming file, line and column on anything else. */
export function readRealRows(file: string): RealRow[] {
  return readCsv(file, COLUMNS);
}

/** Writes the runs of a world in one go. */
export function writeRealRows(file: string, rows: readonly RealRow[]): void {
  writeCsv(file, COLUMNS, rows);
}

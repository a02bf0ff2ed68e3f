import type { StepConditions } from "../cluster/docker/index.js";
import { type Column, readCsv, writeCsv } from "../data/csv-table.js";

/** Enough digits that what follows from them has its seven. */
const DIGITS = 10;

const COLUMNS: readonly Column<StepConditions>[] = [
  { name: "step", kind: "integer" },
  { name: "time", kind: "number", digits: DIGITS },
  { name: "lateness", kind: "number", digits: DIGITS },
  { name: "observationTime", kind: "number", digits: DIGITS },
  { name: "actionDelay", kind: "number", digits: DIGITS },
  { name: "routingTime", kind: "number", digits: DIGITS },
  { name: "roundingError", kind: "number", digits: DIGITS },
  { name: "missed", kind: "integer" },
  { name: "hostBusy", kind: "number", digits: DIGITS, optional: true },
  { name: "hostOverloaded", kind: "integer" },
  { name: "hostStolen", kind: "number", digits: DIGITS, optional: true },
  { name: "coldStarts", kind: "integer" },
  { name: "coldStartTime", kind: "number", digits: DIGITS },
];

/**
 * Writes the conditions of an episode's steps as CSV, to be kept beside its records.
 * @example
 * evaluation.saveConditions("steps.csv", []);
 * evaluation.loadConditions("steps.csv"); // -> []
 */
export function saveConditions(file: string, conditions: readonly StepConditions[]): void {
  writeCsv(file, COLUMNS, conditions);
}

/**
 * Reads what `saveConditions` wrote. @throws InputError naming file, line and column where it is missing, cut off or foreign.
 * @example
 * evaluation.loadConditions("conditions.csv");
 * // throws InputError: conditions.csv doesn't exist: check the path, or make the file first
 */
export function loadConditions(file: string): readonly StepConditions[] {
  return readCsv(file, COLUMNS);
}

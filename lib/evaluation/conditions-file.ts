import type { StepConditions } from "../cluster/docker/index.js";
import { type Column, readCsv, writeCsv } from "../data/csv-table.js";

const COLUMNS: readonly Column<StepConditions>[] = [
  { name: "step", kind: "integer" },
  { name: "time", kind: "number" },
  { name: "lateness", kind: "number" },
  { name: "observationTime", kind: "number" },
  { name: "actionDelay", kind: "number" },
  { name: "routingTime", kind: "number" },
  { name: "roundingError", kind: "number" },
  { name: "missed", kind: "integer" },
  { name: "hostBusy", kind: "number", optional: true },
  { name: "hostOverloaded", kind: "integer" },
  { name: "hostStolen", kind: "number", optional: true },
  { name: "coldStarts", kind: "integer" },
  { name: "coldStartTime", kind: "number" },
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

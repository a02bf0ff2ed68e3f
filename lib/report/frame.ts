import { stringify } from "csv-stringify/sync";
import { roundedNumber } from "./canonical-json.js";
import type { Cell, TableDefinition } from "./definitions.js";

/** A table of plain values; what danfojs's DataFrame has, too, so that either serves. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | null)[])[];
}

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

/**
 * The frame as a danfojs DataFrame, for filtering and describing in a notebook; the plain frame itself where danfojs, which
 * needs TensorFlow's native library, can't be loaded.
 */
export async function dataFrame(frame: Frame): Promise<Frame> {
  try {
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // the library's greetings don't belong on standard error
    const danfo = (await import("danfojs-node")) as unknown as {
      DataFrame: new (values: unknown, options: { columns: readonly string[] }) => Frame;
    };
    return new danfo.DataFrame(
      frame.values.map((row) => [...row]),
      { columns: [...frame.columns] },
    );
  } catch {
    return frame;
  }
}

/** CSV of a frame: numbers to 7 significant digits, `\n` line ends, empty cells for what wasn't measured. */
export function frameCsv(frame: Frame): string {
  const cell = (value: string | number | null) => (typeof value === "number" ? roundedNumber(value) : value);
  return stringify([[...frame.columns], ...frame.values.map((row) => row.map(cell))]);
}

function isInterval(cell: Cell): boolean {
  return typeof cell === "object" && cell !== null;
}

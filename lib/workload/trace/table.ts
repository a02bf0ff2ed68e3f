import { parse } from "csv-parse/sync";
import { InputError } from "../../check/index.js";
import type { CsvRow } from "../../files/index.js";
import type { TraceSource } from "./contract.js";

/** A trace file with columns. */
export interface TraceTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Marks between two columns. */
export const DELIMITERS: readonly string[] = [",", ";", "\t"];

/** The columns of a CSV file, whose first line names them; what stands between two is the first of `DELIMITERS` that it has. */
export function traceTable({ name, text }: TraceSource): TraceTable {
  const [head] = text.trimStart().split("\n", 1);
  const delimiter = DELIMITERS.find((mark) => head.includes(mark)) ?? ",";
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      delimiter,
      trim: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    const { lines = "?", message } = error as Error & { lines?: number };
    throw new InputError(`${name}, line ${lines}: ${message.split("\n")[0]}`);
  }
  const [first, ...rest] = records;
  return {
    header: first?.record ?? [],
    rows: rest.map(({ record, info }) => ({ cells: record, line: info.lines })),
  };
}

/** Where a column stands. @throws InputError that lists the columns there are. */
export function columnIndex({ name }: TraceSource, { header }: TraceTable, column: string): number {
  const found = header.indexOf(column);
  if (found < 0)
    throw new InputError(`${name} has no column ${JSON.stringify(column)}; columns: ${header.join(", ")}`);
  return found;
}

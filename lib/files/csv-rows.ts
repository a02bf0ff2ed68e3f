import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { InputError } from "../check/index.js";
import { type FileMessages, unreadable, writeFileAtomically } from "./text-files.js";

/** A line of a CSV file. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Its number in the file, from 1. */
  readonly line: number;
}

/** What a CSV file holds. */
export interface CsvRows {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

const ADVICE = "mend it, or delete the file and make it again";

/**
 * Writes a CSV file: a header and a line for each row, compressed by gzip where the name ends with `.gz` (the same rows then give
 * the same bytes). The file is whole or as it was before.
 * @example
 * files.writeCsvRows("rows.csv.gz", ["size", "cost"], [["5", "1.5"]]);
 * files.readCsvRows("rows.csv.gz"); // -> { header: ["size", "cost"], rows: [{ cells: ["5", "1.5"], line: 2 }] }
 */
export function writeCsvRows(
  file: string,
  header: readonly string[],
  rows: Iterable<readonly string[]>,
): void {
  const text = stringify([header, ...rows] as string[][]);
  writeFileAtomically(file, isCompressed(file) ? gzipSync(text, { level: 9 }) : text);
}

/**
 * Reads a CSV file, compressed or not: all rows have as many cells as the header.
 * @throws InputError naming file and line where it is missing, empty, cut off or no CSV.
 * @example
 * files.writeFileAtomically("cut.csv", "size,cost\n5,1");
 * files.readCsvRows("cut.csv");
 * // throws InputError: cut.csv, line 2 is cut off (no line end): mend it, or delete the file and make it again
 */
export function readCsvRows(file: string, { name = file, advice = ADVICE }: FileMessages = {}): CsvRows {
  const text = csvText(file, name, advice);
  const cutOff = () =>
    new InputError(`${name}, line ${text.split("\n").length} is cut off (no line end): ${advice}`);
  let lines: { record: string[]; info: { lines: number } }[];
  try {
    lines = parse(text, { bom: true, info: true }) as unknown as typeof lines;
  } catch (error) {
    if (!text.endsWith("\n")) throw cutOff();
    const { lines: line = "?", message } = error as Error & { lines?: number };
    throw new InputError(`${name}, line ${line}: ${message.split("\n")[0]}: ${advice}`);
  }
  const [first, ...rest] = lines;
  if (first === undefined) throw new InputError(`${name} is empty: ${advice}`);
  // Only a last line break shows that the last cell is whole: 0.12 could be the start of 0.1234.
  if (!text.endsWith("\n")) throw cutOff();
  return {
    header: first.record,
    rows: rest.map(({ record, info }) => ({ cells: record, line: info.lines })),
  };
}

function csvText(file: string, name: string, advice: string): string {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    throw unreadable(name, error);
  }
  if (!isCompressed(file)) return content.toString();
  try {
    return gunzipSync(content).toString();
  } catch (error) {
    const isCut = (error as NodeJS.ErrnoException).code === "Z_BUF_ERROR";
    throw new InputError(`${name} ${isCut ? "is cut off" : "is not compressed by gzip"}: ${advice}`);
  }
}

function isCompressed(file: string): boolean {
  return file.endsWith(".gz");
}

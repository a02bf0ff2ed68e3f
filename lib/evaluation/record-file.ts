import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { pipeline as finished } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import { InputError } from "../check/index.js";
import { ResponseTimeBuckets } from "../cluster/response-time-buckets.js";
import { parseNumber } from "../data/csv-table.js";
import { temporaryName, unreadable } from "../files/index.js";
import { RECORD_COLUMNS, RecordTable } from "./record-table.js";

/** Header names: `size`, the numeric columns in snake case, `histogram`, then `term_` + name for each reward term. */
const FIXED_HEADER = [
  "size",
  ...RECORD_COLUMNS.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  "histogram",
];
const TERM = "term_";
const ROWS_PER_CHUNK = 512;
const ADVICE = "restore it or delete it and make it again";

/**
 * Writes `records` as a gzip-compressed CSV: one line per control step, unknown values empty, the histogram as
 * `bucket:count;...`. `loadRecords` gives back an equal table.
 * @example
 * await evaluation.saveRecords("run.csv.gz", new evaluation.RecordTable({ size: 5 }));
 * await evaluation.loadRecords("run.csv.gz");
 * // throws InputError: run.csv.gz holds no records: restore it or delete it and make it again
 */
export async function saveRecords(file: string, records: RecordTable): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = temporaryName(file);
  try {
    await finished(Readable.from(csvChunks(records)), createGzip(), createWriteStream(temporary));
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function* csvChunks(records: RecordTable): Generator<string> {
  const columns = RECORD_COLUMNS.map((name) => records.column(name));
  const terms = records.termNames.map((name) => records.term(name));
  const text = (value: number) => (Number.isNaN(value) ? "" : String(value));
  let lines: string[][] = [[...FIXED_HEADER, ...records.termNames.map((name) => TERM + name)]];
  for (let row = 0; row < records.length; row++) {
    const { buckets, counts } = records.histogramPairs(row);
    const pairs: string[] = [];
    for (let i = 0; i < buckets.length; i++) pairs.push(`${buckets[i]}:${counts[i]}`);
    lines.push([
      String(records.size),
      ...columns.map((column) => text(column[row] as number)),
      pairs.join(";"),
      ...terms.map((column) => text(column[row] as number)),
    ]);
    if (lines.length === ROWS_PER_CHUNK) {
      yield stringify(lines);
      lines = [];
    }
  }
  if (lines.length > 0) yield stringify(lines);
}

/**
 * Reads records that `saveRecords` wrote.
 * @throws InputError naming file, line and what to do where the file is missing, cut off or foreign.
 * @example
 * const records = new evaluation.RecordTable({ size: 5 });
 * const values = evaluation.RECORD_COLUMNS.map((name) => (name === "requests" ? 12 : 0));
 * records.appendRow({ values, terms: [], buckets: [3], counts: [12] });
 * await evaluation.saveRecords("records.csv.gz", records);
 * (await evaluation.loadRecords("records.csv.gz")).histogram()[3]; // -> 12
 */
export async function loadRecords(file: string): Promise<RecordTable> {
  let table: RecordTable | undefined;
  let header: readonly string[] | undefined;
  let line = 0;
  const parser = parse({ info: true });
  // The callback is for the stream's own errors: the parser hands them on to the loop below.
  pipeline(createReadStream(file), createGunzip(), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      line = info.lines;
      if (header === undefined) {
        header = record;
        checkHeader(file, header);
        continue;
      }
      const where = { file, line, header };
      const size = numberIn(where, record, 0);
      table ??= new RecordTable({
        size,
        termNames: header.slice(FIXED_HEADER.length).map((name) => name.slice(TERM.length)),
      });
      if (size !== table.size) throw badCell(where, 0, `${table.size} as on the lines before`, record[0]);
      table.appendRow({
        values: RECORD_COLUMNS.map((_, i) => numberIn(where, record, i + 1)),
        terms: table.termNames.map((_, i) => numberIn(where, record, FIXED_HEADER.length + i)),
        ...histogramIn(where, record),
      });
    }
  } catch (error) {
    throw asInputError(file, line, error);
  }
  if (table === undefined) throw new InputError(`${file} holds no records: ${ADVICE}`);
  return table;
}

interface Where {
  readonly file: string;
  readonly line: number;
  readonly header: readonly string[];
}

function checkHeader(file: string, header: readonly string[]): void {
  const wrong = FIXED_HEADER.findIndex((name, i) => header[i] !== name);
  if (wrong >= 0)
    throw new InputError(
      `${file}, line 1, column ${wrong + 1}: expected ${FIXED_HEADER[wrong]}, got ${header[wrong] ?? "nothing"}: this isn't a file of records`,
    );
  const foreign = header.findIndex((name, i) => i >= FIXED_HEADER.length && !name.startsWith(TERM));
  if (foreign >= 0)
    throw new InputError(
      `${file}, line 1, column ${foreign + 1}: unknown column ${header[foreign]}: this isn't a file of records`,
    );
}

function badCell({ file, line, header }: Where, column: number, expected: string, got: unknown): InputError {
  return new InputError(
    `${file}, line ${line}, column ${column + 1} (${header[column]}): expected ${expected}, got ${JSON.stringify(got)}: ${ADVICE}`,
  );
}

function numberIn(where: Where, record: readonly string[], column: number): number {
  const text = record[column] as string;
  const value = text === "" ? Number.NaN : parseNumber(text);
  const valid = column === 0 ? Number.isSafeInteger(value) && (value as number) >= 1 : value !== undefined;
  if (!valid) throw badCell(where, column, column === 0 ? "a whole number above 0" : "a number", text);
  return value as number;
}

function histogramIn(where: Where, record: readonly string[]): { buckets: number[]; counts: number[] } {
  const column = FIXED_HEADER.length - 1;
  const text = record[column] as string;
  const buckets: number[] = [];
  const counts: number[] = [];
  for (const pair of text === "" ? [] : text.split(";")) {
    const match = /^(\d{1,4}):(\d{1,10})$/.exec(pair);
    if (match === null || Number(match[1]) >= ResponseTimeBuckets.count)
      throw badCell(where, column, "bucket:count;...", pair);
    buckets.push(Number(match[1]));
    counts.push(Number(match[2]));
  }
  return { buckets, counts };
}

function asInputError(file: string, line: number, error: unknown): unknown {
  if (error instanceof InputError) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR")
    return new InputError(`${file} is cut off after line ${line}: delete it and make it again`);
  if (code.startsWith("Z_"))
    return new InputError(`${file} isn't a gzip-compressed file of records (${message}): ${ADVICE}`);
  if (code.startsWith("CSV_"))
    return new InputError(`${file}, line ${line + 1}: ${message.split("\n")[0]}: ${ADVICE}`);
  if (code.startsWith("E")) return unreadable(file, error);
  return error;
}

import { InputError } from "../check/index.js";
import { ResponseTimeBuckets } from "../cluster/response-time-buckets.js";
import { parseNumber, storedNumber } from "../data/index.js";
import { readCsvRows, writeCsvRows } from "../files/index.js";
import { RECORD_COLUMNS, RecordTable } from "./record-table.js";

/** Header names: `size`, the numeric columns in snake case, `histogram`, then `term_` + name for each reward term. */
const FIXED_HEADER = [
  "size",
  ...RECORD_COLUMNS.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  "histogram",
];
const TERM = "term_";
/** Enough significant digits that metrics computed from them have their seven. */
const DIGITS = 10;
const ADVICE = "restore it or delete it and make it again";

/**
 * Writes `records` as a CSV file, compressed by its name: a line for each control step, numbers with ten significant digits, unknown
 * values empty, the histogram as `bucket:count;...`. `loadRecords` gives back the table.
 * @example
 * evaluation.saveRecords("run.csv.gz", new evaluation.RecordTable({ size: 5 }));
 * evaluation.loadRecords("run.csv.gz");
 * // throws InputError: run.csv.gz holds no records: restore it or delete it and make it again
 */
export function saveRecords(file: string, records: RecordTable): void {
  writeCsvRows(file, [...FIXED_HEADER, ...records.termNames.map((name) => TERM + name)], recordRows(records));
}

function* recordRows(records: RecordTable): Generator<string[]> {
  const columns = RECORD_COLUMNS.map((name) => records.column(name));
  const terms = records.termNames.map((name) => records.term(name));
  const text = (value: number) =>
    Number.isNaN(value) ? "" : String(storedNumber(value, { digits: DIGITS }));
  for (let row = 0; row < records.length; row++) {
    const { buckets, counts } = records.histogramPairs(row);
    const pairs = Array.from(buckets, (bucket, i) => `${bucket}:${counts[i]}`);
    yield [
      String(records.size),
      ...columns.map((column) => text(column[row])),
      pairs.join(";"),
      ...terms.map((column) => text(column[row])),
    ];
  }
}

/**
 * Reads records that `saveRecords` wrote.
 * @throws InputError naming file, line and what to do where the file is missing, cut off or foreign.
 * @example
 * const records = new evaluation.RecordTable({ size: 5 });
 * const values = evaluation.RECORD_COLUMNS.map((name) => (name === "requests" ? 12 : 0));
 * records.appendRow({ values, terms: [], buckets: [3], counts: [12] });
 * evaluation.saveRecords("records.csv.gz", records);
 * evaluation.loadRecords("records.csv.gz").histogram()[3]; // -> 12
 */
export function loadRecords(file: string): RecordTable {
  const { header, rows } = readCsvRows(file, { advice: ADVICE });
  checkHeader(file, header);
  let table: RecordTable | undefined;
  for (const { cells, line } of rows) {
    const where = { file, line, header };
    const size = numberIn(where, cells, 0);
    table ??= new RecordTable({
      size,
      termNames: header.slice(FIXED_HEADER.length).map((name) => name.slice(TERM.length)),
    });
    if (size !== table.size) throw badCell(where, 0, `${table.size} as on the lines before`, cells[0]);
    table.appendRow({
      values: RECORD_COLUMNS.map((_, i) => numberIn(where, cells, i + 1)),
      terms: table.termNames.map((_, i) => numberIn(where, cells, FIXED_HEADER.length + i)),
      ...histogramIn(where, cells),
    });
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
      `${file}, line 1, column ${wrong + 1}: expected ${FIXED_HEADER[wrong]}, got ${header[wrong] ?? "nothing"}: it is no file of records`,
    );
  const foreign = header.findIndex((name, i) => i >= FIXED_HEADER.length && !name.startsWith(TERM));
  if (foreign >= 0)
    throw new InputError(
      `${file}, line 1, column ${foreign + 1}: unknown column ${header[foreign]}: it is no file of records`,
    );
}

function badCell({ file, line, header }: Where, column: number, expected: string, got: unknown): InputError {
  return new InputError(
    `${file}, line ${line}, column ${column + 1} (${header[column]}): expected ${expected}, got ${JSON.stringify(got)}: ${ADVICE}`,
  );
}

function numberIn(where: Where, record: readonly string[], column: number): number {
  const text = record[column];
  const value = text === "" ? Number.NaN : parseNumber(text);
  const valid = column === 0 ? Number.isSafeInteger(value) && (value as number) >= 1 : value !== undefined;
  if (!valid) throw badCell(where, column, column === 0 ? "a whole number above 0" : "a number", text);
  return value as number;
}

function histogramIn(where: Where, record: readonly string[]): { buckets: number[]; counts: number[] } {
  const column = FIXED_HEADER.length - 1;
  const text = record[column];
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

import { InputError } from "../../../check/index.js";
import type { CsvRow } from "../../../files/index.js";
import type {
  ReadingOptions,
  TraceFormat,
  TraceMeaning,
  TracePoint,
  TraceReading,
  TraceSource,
} from "../contract.js";
import { columnIndex, type TraceTable, traceTable } from "../table.js";
import { secondsOf } from "../times.js";
import { numberOf } from "./numbers.js";

/** Columns that are taken for times, and for rates or counts, where none is named; in small letters. */
const TIMES = /^(time|timestamp|date|datetime|ts|t|time[_ ]?\(?s\)?|seconds)$/;
const RATES = /(^|[_ ])(rates?|rps|qps|req(uest)?s?[_ ]?(\/|per)[_ ]?s(ec(ond)?)?)($|[_ ])/;
const COUNTS = /(^|[_ ])(counts?|requests?|hits|invocations|arrivals)($|[_ ])/;

/** A header, and rows of a time and a rate in requests/s or a count; without a column of times every row is a step. */
export const csv: TraceFormat = { name: "csv", recognises: () => true, read: readCsvTrace };

function readCsvTrace(source: TraceSource, options: ReadingOptions): TraceReading {
  const table = traceTable(source);
  const { name } = source;
  if (table.header.some((cell) => cell !== "" && Number.isFinite(Number(cell))))
    throw new InputError(`${name}, line 1: columns need names: write a first line such as time,rate`);
  const time = timeColumn(source, table, options);
  const { value, meaning } = valueColumn(source, table, options, time);
  const { step = 1 } = options;
  const points = table.rows.map(({ cells, line }, i): TracePoint => {
    const at = time === undefined ? i * step : secondsOf(cells[time]);
    if (Number.isNaN(at))
      throw new InputError(
        `${name}, line ${line}: ${table.header[time as number]} is ${JSON.stringify(cells[time as number])}: expected seconds or an ISO date such as 2026-03-01T12:00:00Z`,
      );
    return { time: at, value: cellValue(source, table, { cells, line }, value), line };
  });
  return { meaning, points, step: time === undefined ? step : options.step };
}

/** The number in a cell; undefined where it is empty. @throws InputError with its place where it is something else. */
export function cellValue(
  { name }: TraceSource,
  { header }: TraceTable,
  { cells, line }: CsvRow,
  column: number,
): number | undefined {
  const text = cells[column];
  if (isEmpty(text)) return undefined;
  const value = numberOf(text);
  if (value === undefined)
    throw new InputError(
      `${name}, line ${line}: ${header[column]} is ${JSON.stringify(text)}, which is no number`,
    );
  return value;
}

const isEmpty = (text: string) => /^(|n\/?a|null|none|-)$/i.test(text);

function timeColumn(
  source: TraceSource,
  table: TraceTable,
  { time, step }: ReadingOptions,
): number | undefined {
  if (time !== undefined) return columnIndex(source, table, time);
  const found = table.header.flatMap((name, i) => (TIMES.test(name.toLowerCase()) ? [i] : []));
  if (found.length > 1)
    throw new InputError(
      `${source.name} has several columns of times (${found.map((i) => table.header[i]).join(", ")}): name one, as time=${table.header[found[0]]}`,
    );
  if (found.length === 1 || table.header.length === 1 || step !== undefined) return found[0];
  throw new InputError(
    `${source.name} has no column called time; columns: ${table.header.join(", ")}: name it with time=..., or give the seconds between two rows with step=...`,
  );
}

function valueColumn(
  source: TraceSource,
  table: TraceTable,
  { column, as }: ReadingOptions,
  time: number | undefined,
): { readonly value: number; readonly meaning: TraceMeaning } {
  const { name } = source;
  const places = table.header.map((_, i) => i).filter((i) => i !== time);
  const known = places.filter((i) => meaningOf(table.header[i]) !== undefined);
  const wanted = column === undefined ? undefined : columnIndex(source, table, column);
  const [value = places.length === 1 ? places[0] : undefined, other] =
    wanted !== undefined ? [wanted] : known;
  if (value === undefined || other !== undefined)
    throw new InputError(
      `${name} has ${other === undefined ? "no column called rate or count" : "several columns of rates or counts"}; columns: ${table.header.join(", ")}: name one behind the file, as trace:${name}:${table.header[value ?? places[0]]}`,
    );
  const meaning = as ?? meaningOf(table.header[value]);
  if (meaning === undefined)
    throw new InputError(
      `${name}: is ${table.header[value]} in requests/s, or does it count the requests of a row? Say as=rate or as=count`,
    );
  return { value, meaning };
}

function meaningOf(column: string): "rate" | "count" | undefined {
  const name = column.toLowerCase();
  return RATES.test(name) ? "rate" : COUNTS.test(name) ? "count" : undefined;
}

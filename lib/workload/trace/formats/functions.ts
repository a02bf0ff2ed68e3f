import { InputError } from "../../../check/index.js";
import type { ReadingOptions, TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { columnIndex, type TraceTable, traceTable } from "../table.js";
import { cellValue } from "./csv.js";

const APP = "HashApp";
const FUNCTION = "HashFunction";
/** Seconds of a column. */
const MINUTE = 60;

/**
 * Invocations a minute, a row a function and a column a minute, as in the Azure Functions data set of 2019: the functions of one
 * application are summed. Where the file has several applications, `column` names one, or one of their functions.
 */
export const functions: TraceFormat = {
  name: "functions",
  recognises: ([header]) => header.includes(APP) && header.includes(FUNCTION),
  read: readInvocations,
};

function readInvocations(source: TraceSource, { column }: ReadingOptions): TraceReading {
  const { name } = source;
  const table = traceTable(wanted(source, column));
  const minutes = table.header.flatMap((title, i) => (/^\d+$/.test(title) ? [i] : []));
  if (minutes.length === 0)
    throw new InputError(
      `${name}, line 1 has no columns of minutes, as 1,2,3,...; columns: ${table.header.join(", ")}`,
    );
  const skipped = minutes.findIndex(
    (at, i) => Number(table.header[at]) !== Number(table.header[minutes[0]]) + i,
  );
  if (skipped >= 0)
    throw new InputError(
      `${name}, line 1: minute ${table.header[minutes[skipped]]} comes after minute ${table.header[minutes[skipped - 1]]}: columns are missing`,
    );
  const rows = functionsOf(source, table, column);
  const points = minutes.map((at, i): TracePoint => {
    let sum = 0;
    for (const row of rows) {
      const value = cellValue(source, table, row, at) ?? 0;
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw new InputError(
          `${name}, line ${row.line}, minute ${table.header[at]}: ${value} is no number of invocations`,
        );
      sum += value;
    }
    return { time: i * MINUTE, value: sum, line: Number(table.header[at]) };
  });
  return { meaning: "count", points, step: MINUTE, place: "minute" };
}

/** A data set has tens of thousands of functions: lines that don't name what is wanted are blanked before they are taken apart. */
function wanted(source: TraceSource, column: string | undefined): TraceSource {
  if (column === undefined) return source;
  const [header, ...lines] = source.text.split("\n");
  return {
    ...source,
    text: [header, ...lines.map((line) => (line.includes(column) ? line : ""))].join("\n"),
  };
}

function functionsOf(source: TraceSource, table: TraceTable, column: string | undefined): TraceTable["rows"] {
  const [app, own] = [APP, FUNCTION].map((title) => columnIndex(source, table, title));
  const rows =
    column === undefined
      ? table.rows
      : table.rows.filter(({ cells }) => cells[app] === column || cells[own] === column);
  if (rows.length === 0)
    throw new InputError(
      `${source.name} has ${column === undefined ? "no functions" : `no application or function ${JSON.stringify(column)}`}`,
    );
  const apps = [...new Set(rows.map(({ cells }) => cells[app]))];
  if (apps.length > 1)
    throw new InputError(
      `${source.name} has ${apps.length} applications (${apps.slice(0, 3).join(", ")}${apps.length > 3 ? ", ..." : ""}): name one behind the file, as trace:${source.name}:${apps[0]}`,
    );
  return rows;
}

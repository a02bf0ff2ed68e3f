import type { TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { columnIndex, traceTable } from "../table.js";
import { secondsOf } from "../times.js";
import { cellValue } from "./csv.js";

const TIME = "Timestamp";
const NAME = "Name";
const TOTAL = "Total Request Count";
/** The row that stands for all endpoints. */
const AGGREGATED = "Aggregated";
/** Locust writes about once a second; a busy one leaves some out, and its total goes on. */
const LONGEST_STEP = 5;

/**
 * Locust's `stats_history.csv`: how much the total count of its aggregated rows goes up. Rows of single endpoints are part of them.
 * What a row says beside (percentiles, which are "N/A" at first) is left aside.
 */
export const locust: TraceFormat = {
  name: "locust",
  recognises: ([header]) => header.includes(TIME) && header.includes(TOTAL),
  read: readHistory,
};

function readHistory(source: TraceSource): TraceReading {
  const table = traceTable(source);
  const [time, name, total] = [TIME, NAME, TOTAL].map((column) => columnIndex(source, table, column));
  const points: TracePoint[] = [];
  for (const row of table.rows) {
    if (row.cells[name] !== AGGREGATED) continue;
    const point = {
      time: secondsOf(row.cells[time]),
      value: cellValue(source, table, row, total),
      line: row.line,
    };
    // Two rows of one second: the later one has counted more.
    if (points.at(-1)?.time === point.time) points[points.length - 1] = point;
    else points.push(point);
  }
  return { meaning: "counter", points, longestStep: LONGEST_STEP };
}

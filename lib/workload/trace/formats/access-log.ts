import { InputError } from "../../../check/index.js";
import type { TraceFormat, TracePoint, TraceReading, TraceSource } from "../contract.js";
import { textLines } from "../lines.js";

/**
 * host identity user [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326, and whatever comes behind it, as in the combined format.
 * A user's name may have blanks.
 */
const LINE =
  /^\S+ \S+ .*?\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "(?:[^"\\]|\\.)*" (?:\d{3}|-) (?:\d+|-)(?: |$)/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Stamps are whole seconds. */
const RESOLUTION = 1;
/** With more malformed lines than this share it is no access log. */
const MOST_MALFORMED = 0.1;

/**
 * An access log in the common or combined format, as Apache and nginx write it: a request a line. Servers
 * write a line when they have answered, so stamps stand out of order; zones may change, as with summer time.
 */
export const accessLog: TraceFormat = {
  name: "access-log",
  recognises: (lines) => lines.some((line) => LINE.test(line)),
  read: readLog,
};

function readLog({ name, text }: TraceSource): TraceReading {
  const points: TracePoint[] = [];
  const malformed: number[] = [];
  let lines = 0;
  for (const { text: own, line } of textLines(text)) {
    lines++;
    const time = stampOf(own);
    if (time === undefined) malformed.push(line);
    else points.push({ time, value: 1, line });
  }
  const share = `${malformed.length} of ${lines} lines`;
  if (malformed.length > MOST_MALFORMED * lines)
    throw new InputError(
      `${name} is no access log in common format: ${share} aren't like it, the first is line ${malformed[0]}: name its format with format=..., or clean it`,
    );
  const notes =
    malformed.length === 0 ? [] : [`${share} are malformed and left out, the first is line ${malformed[0]}`];
  return { meaning: "requests", points, resolution: RESOLUTION, mayBeUnordered: true, notes };
}

/** The time of a line in s; undefined where it is malformed. */
function stampOf(line: string): number | undefined {
  const found = LINE.exec(line);
  if (found === null) return undefined;
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
  const [d, y, h, m, s] = [day, year, hour, minute, second].map(Number);
  const monthIndex = MONTHS.indexOf(month);
  if (monthIndex < 0 || d < 1 || d > 31 || h > 23 || m > 59 || s > 60) return undefined;
  const offset = (sign === "-" ? -1 : 1) * (3600 * Number(zoneHours) + 60 * Number(zoneMinutes));
  return Date.UTC(y, monthIndex, d, h, m, s) / 1000 - offset;
}

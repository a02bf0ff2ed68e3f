import { requireInteger } from "../check/index.js";
import { markdownText } from "./escape.js";
import { compactText, NOT_MEASURED } from "./format.js";

/**
 * Rows made on the spot, for instance in a notebook's check, as a Markdown table: a column for each key, in the order in
 * which keys first appear, titled by the key in words ("meanWait" -> "mean wait"). Whole numbers up to a million stay
 * whole, others are rounded to `digits` significant digits (default 4, zeros at the end left out), the very large and small in powers of ten; a
 * missing cell is a dash. A table that is to be cited has a definition instead (`TableDefinition`).
 * @throws RangeError where `rows` is empty or `digits` isn't a whole number from 1 to 15.
 */
export function rowsTable(
  rows: readonly object[],
  { digits = 4 }: { readonly digits?: number } = {},
): string {
  requireInteger("digits", digits, 1, 15);
  if (rows.length === 0) throw new RangeError("rows must hold at least one row, got none");
  const records = rows as readonly Readonly<Record<string, unknown>>[];
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumeric = (key: string) => records.every((row) => typeof (row[key] ?? 0) === "number");
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(keys.map((key) => markdownText(words(key)))),
    line(keys.map((key) => (isNumeric(key) ? "--:" : ":--"))),
    ...records.map((row) => line(keys.map((key) => cellText(row[key], digits)))),
  ].join("\n");
}

/** A key as words; one that has spaces or a symbol's capital letter in front is left as it is. */
function words(key: string): string {
  return key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`,
  );
}

function cellText(value: unknown, digits: number): string {
  if (value === undefined || value === null) return NOT_MEASURED;
  return typeof value === "number" ? compactText(value, digits) : markdownText(String(value));
}

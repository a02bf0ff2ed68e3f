import { storedNumber } from "../../data/index.js";
import type { ColumnTable, ColumnType } from "../experiment/columns.js";

/**
 * Whether a value that was measured again is the committed one: a number to the digits that its column keeps, or within
 * `tolerance` (a share of the value, and of 1 below it); texts letter by letter but for numbers in them, which count as numbers.
 */
export function isSameValue(
  column: Pick<ColumnType, "kind" | "digits">,
  committed: unknown,
  measured: unknown,
  tolerance = 0,
): boolean {
  if (column.kind !== "text") return isSameNumber(committed as number, measured as number, column, tolerance);
  if (committed === measured) return true;
  const [one, other] = [committed, measured].map((text) => String(text ?? "").split(/([;:])/));
  return (
    one.length === other.length &&
    one.every((part, i) => part === other[i] || isSameText(part, other[i] as string, tolerance))
  );
}

function isSameText(one: string, other: string, tolerance: number): boolean {
  const [a, b] = [one, other].map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return !Number.isNaN(a) && !Number.isNaN(b) && isSameNumber(a, b, {}, tolerance);
}

function isSameNumber(
  one: number,
  other: number,
  column: { readonly digits?: number },
  tolerance: number,
): boolean {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) && Number.isNaN(other);
  if (storedNumber(one, column) === storedNumber(other, column)) return true;
  return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one));
}

/** Columns in which a row that was measured again differs from the committed one; those that it lacks aren't compared. */
export function differingColumns(
  columns: ColumnTable,
  committed: Readonly<Record<string, unknown>>,
  measured: Readonly<Record<string, unknown>>,
  tolerance = 0,
): readonly string[] {
  return Object.entries(columns).flatMap(([name, column]) =>
    column.identity ||
    !(name in measured) ||
    (column.unstable && tolerance > 0) ||
    isSameValue(column, committed[name], measured[name], tolerance)
      ? []
      : [name],
  );
}

import { storedNumber } from "../../data/index.js";
import type { ColumnTable, ColumnType } from "../experiment/columns.js";

/** How far a number may be from the committed one: by a share of it, or by an amount. */
export interface Tolerance {
  readonly share: number;
  readonly amount: number;
  /** Whether columns that change much with the last digits are left out. */
  readonly isLoose: boolean;
}

/** The same to the last digit that is kept. */
export const EXACT: Tolerance = Object.freeze({ share: 0, amount: 0, isLoose: false });

/**
 * Whether a value that was measured again is the committed one: a number to the digits that its column keeps, or within
 * `tolerance`; texts letter by letter but for numbers in them, which count as numbers.
 */
export function isSameValue(
  column: Pick<ColumnType, "kind" | "digits">,
  committed: unknown,
  measured: unknown,
  tolerance: Tolerance = EXACT,
): boolean {
  if (column.kind !== "text") return isSameNumber(committed as number, measured as number, column, tolerance);
  if (committed === measured) return true;
  const [one, other] = [committed, measured].map((text) => String(text ?? "").split(/([;:])/));
  return (
    one.length === other.length &&
    one.every((part, i) => part === other[i] || isSameText(part, other[i] as string, tolerance))
  );
}

function isSameText(one: string, other: string, tolerance: Tolerance): boolean {
  const [a, b] = [one, other].map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return !Number.isNaN(a) && !Number.isNaN(b) && isSameNumber(a, b, {}, tolerance);
}

function isSameNumber(
  one: number,
  other: number,
  column: { readonly digits?: number },
  tolerance: Tolerance,
): boolean {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) && Number.isNaN(other);
  if (storedNumber(one, column) === storedNumber(other, column)) return true;
  return Math.abs(one - other) <= Math.max(tolerance.share * Math.abs(one), tolerance.amount);
}

/** Columns in which a row that was measured again differs from the committed one; those that it lacks aren't compared. */
export function differingColumns(
  columns: ColumnTable,
  committed: Readonly<Record<string, unknown>>,
  measured: Readonly<Record<string, unknown>>,
  tolerance: Tolerance = EXACT,
): readonly string[] {
  return Object.entries(columns).flatMap(([name, column]) =>
    column.identity ||
    column.timing ||
    !(name in measured) ||
    (column.unstable && tolerance.isLoose) ||
    isSameValue(column, committed[name], measured[name], tolerance)
      ? []
      : [name],
  );
}

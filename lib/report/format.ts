import { requireInteger } from "../check/index.js";
import { type Count, type Interval, shareInterval } from "../statistics/index.js";

/** How a number is written. */
export interface NumberFormat {
  /**
   * `fixed`: `digits` decimals; `significant`: `digits` significant digits; `percent`: a fraction as per cent with `digits`
   * decimals. Default `fixed`.
   */
  readonly style?: "fixed" | "significant" | "percent";
  /** Default 2. */
  readonly digits?: number;
  /** Written after the number in prose (a table's heading carries it there), e.g. "s"; `percent` needs none. */
  readonly unit?: string;
}

/** Stands where nothing was measured. */
export const NOT_MEASURED = "–";

/** Stands where nothing is measured so far, and will be. */
export const NOT_MEASURED_YET = "not measured yet";

const MINUS = "−";

/** `value` as text: thousands separated by commas, a real minus sign; a dash where it isn't finite. No unit. */
export function numberText(value: number, format: NumberFormat = {}): string {
  const { style = "fixed", digits = 2 } = format;
  requireInteger("format.digits", digits, style === "significant" ? 1 : 0, 15);
  if (!Number.isFinite(value)) return NOT_MEASURED;
  const scaled = style === "percent" ? value * 100 : value;
  const text =
    style === "significant" ? significantText(Math.abs(scaled), digits) : Math.abs(scaled).toFixed(digits);
  const grouped = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const isZero = Number(text) === 0; // -0.001 to two digits is 0.00, not minus 0.00
  return (scaled < 0 && !isZero ? MINUS : "") + grouped;
}

/**
 * A number of whatever size for Markdown: whole ones up to a million stay whole, others have `digits` significant digits with zeros at the
 * end left out, the very large and small in powers of ten. No unit.
 */
export function compactText(value: number, digits: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return numberText(value, { digits: 0 });
  const size = Math.abs(value);
  if (Number.isFinite(value) && (size < 1e-4 || size >= 1e6)) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
    return `${value < 0 ? MINUS : ""}${mantissa} · 10<sup>${exponent.replace("+", "").replace("-", MINUS)}</sup>`;
  }
  return numberText(value, { style: "significant", digits })
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/**
 * How many of some trials, and the score interval of their share in per cent; null where there were none.
 * @example
 * report.countText({ count: 5, of: 10 }); // -> "5 of 10 [24, 76]"
 */
export function countText({ count, of }: Count): string | null {
  if (of === 0) return null;
  const { lower, upper } = shareInterval({ count, of });
  const [least, most] = [lower, upper].map((share) => numberText(share, { style: "percent", digits: 0 }));
  return `${count} of ${of} [${least}, ${most}]`;
}

/** `1.23 [1.20, 1.26]`: a number with its interval. No unit. */
export function estimateText(value: number | Interval, format: NumberFormat = {}): string {
  if (typeof value === "number") return numberText(value, format);
  const [estimate, lower, upper] = [value.estimate, value.lower, value.upper].map((x) =>
    numberText(x, format),
  );
  return `${estimate} [${lower}, ${upper}]`;
}

/** A number with its interval and its unit, as prose shows it. */
export function proseText(value: number | Interval, format: NumberFormat): string {
  return estimateText(value, format) + unitText(format);
}

/** The unit as it follows a number in prose: a per cent sign for `percent`, else a no-break space and the unit. */
function unitText(format: NumberFormat): string {
  if (format.style === "percent") return "\u00a0%";
  return format.unit === undefined ? "" : `\u00a0${format.unit}`;
}

function significantText(value: number, digits: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  return rounded.toFixed(Math.min(decimals, 100));
}

import { numberText } from "../../report/index.js";

/** A number of a column that holds several units: two significant digits; shares in per cent, with a decimal below ten; counts as they are. */
export function mixedNumber(value: number, style: "percent" | "count" | undefined): string {
  if (style === "count") return numberText(value, { digits: 0 });
  if (style === "percent") return numberText(100 * value, { digits: Math.abs(value) < 0.1 ? 1 : 0 });
  return numberText(value, Math.abs(value) >= 10 ? { digits: 0 } : { style: "significant", digits: 2 });
}

import { InputError } from "../../check/index.js";

/** Points of TeX an inch. */
const TEX_POINTS = 72.27;
const MILLIMETRES = 25.4;

/**
 * Widths in inches of a column and of the text of two classes for papers, as `\the\columnwidth` and `\the\textwidth` tell them:
 * IEEEtran (two columns; 252 pt and 516 pt) and acmart with `sigconf` (241.14749 pt and 506.295 pt).
 */
export const PAPER_CLASSES = Object.freeze({
  ieeetran: Object.freeze({ column: 252 / TEX_POINTS, text: 516 / TEX_POINTS }),
  acmart: Object.freeze({ column: 241.14749 / TEX_POINTS, text: 506.295 / TEX_POINTS }),
});

/** The name of one of these classes. */
export type PaperClass = keyof typeof PAPER_CLASSES;

/** Narrower or wider than so many inches is a mistake. */
const LIMITS = [1, 20] as const;

/**
 * A width in inches: "column" or "text" of a class, or a number with its unit: 3.4, 3.4in, 86mm, 8.6cm, 252pt.
 * @throws InputError on anything else.
 * @example
 * report.printWidth("column", "ieeetran").toFixed(2); // -> "3.49"
 * report.printWidth("86mm", "acmart").toFixed(2); // -> "3.39"
 * report.printWidth("wide", "acmart");
 * // throws InputError: width must be column, text, or a number of inches from 1 to 20 (3.4, 3.4in, 86mm, 8.6cm, 252pt), got "wide"
 */
export function printWidth(text: string, paperClass: PaperClass): number {
  if (text === "column" || text === "text") return PAPER_CLASSES[paperClass][text];
  const [, digits, unit = "in"] = /^(\d+(?:\.\d*)?|\.\d+)(in|mm|cm|pt)?$/.exec(text) ?? [];
  const inches =
    Number(digits ?? Number.NaN) /
    { in: 1, mm: MILLIMETRES, cm: MILLIMETRES / 10, pt: TEX_POINTS }[unit as "in"];
  if (!(inches >= LIMITS[0] && inches <= LIMITS[1]))
    throw new InputError(
      `width must be column, text, or a number of inches from ${LIMITS.join(" to ")} (3.4, 3.4in, 86mm, 8.6cm, 252pt), got ${JSON.stringify(text)}`,
    );
  return inches;
}

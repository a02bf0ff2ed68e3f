import { z } from "zod";
import { bySchema } from "../../check/index.js";
import { readJsonFile, type SourceFile, sourceFile } from "../../files/index.js";
import type { Layout, Picture, Trace } from "../definitions.js";
import { STROKE, TEXT } from "../style.js";
import { withColors } from "./colors.js";
import { greyPicture } from "./grey.js";

const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour is written as "#rrggbb"');
const positive = z.number().positive();
const schema = z.strictObject({
  /** Typeface of all text, as in CSS. */
  font: z.string().min(1).optional(),
  /** Size of axis titles in pt; all other text changes in proportion. */
  textPoints: positive.optional(),
  /** Width of curves in pt; error bars change in proportion. */
  linePoints: positive.optional(),
  /** New colours by old ones. */
  colors: z.record(color, color).optional(),
  /** How series of these names are drawn. */
  series: z
    .record(
      z.string(),
      z.strictObject({ color: color.optional(), dash: z.string().optional(), symbol: z.string().optional() }),
    )
    .optional(),
  /** No colours: greys, dashes and markers. */
  grey: z.boolean().optional(),
  /** Members of Plotly's layout that replace those of the figure. */
  layout: z.record(z.string(), z.unknown()).optional(),
});

/** How figures are drawn for print, in what differs from the report's. */
export interface PrintStyle extends z.output<typeof schema> {
  /** The file that says so. */
  readonly file?: SourceFile | undefined;
}

/** The style that needs no file. */
export const GREY_STYLE = "grey";

/**
 * The style of a file, or "grey".
 * @throws InputError where the file is missing or says something else.
 * @example
 * report.printStyle("grey"); // -> { grey: true }
 * files.writeFileAtomically("mine.json", '{ "font": "Times", "size": 3 }');
 * report.printStyle("mine.json");
 * // throws InputError: mine.json: unknown key size; known: font, textPoints, linePoints, colors, series, grey, layout
 */
export function printStyle(text: string): PrintStyle {
  if (text === GREY_STYLE) return { grey: true };
  return { ...bySchema(schema, readJsonFile(text), text), file: sourceFile(text) };
}

/** The picture in a style. */
export function pictureInStyle(picture: Picture, style: PrintStyle): Picture {
  const { font, textPoints, linePoints, colors = {}, series = {}, grey, layout } = style;
  const renamed = new Map(Object.entries(colors).map(([old, own]) => [old.toLowerCase(), own]));
  const colored = withColors(picture, (old) => renamed.get(old) ?? old) as Picture;
  const named: Picture = {
    ...colored,
    data: colored.data.map((trace) => withSeries(trace, series[String(trace.name)])),
  };
  const plain = grey ? greyPicture(named) : named;
  const scaled = withSizes(plain, {
    text: textPoints === undefined ? 1 : pixels(textPoints) / TEXT.axis,
    line: linePoints === undefined ? 1 : pixels(linePoints) / STROKE.data,
  }) as Picture;
  const { font: base } = scaled.layout as { readonly font?: Layout };
  return {
    data: scaled.data,
    layout: { ...scaled.layout, ...(font !== undefined && { font: { ...base, family: font } }), ...layout },
  };
}

const pixels = (points: number) => (points * 96) / 72;

function withSeries(trace: Trace, own: NonNullable<PrintStyle["series"]>[string] | undefined): Trace {
  if (own === undefined) return trace;
  const { color: hue, dash, symbol } = own;
  const { line, marker, error_y } = trace as Readonly<Record<string, object | undefined>>;
  return {
    ...trace,
    ...(line && { line: { ...line, ...(hue && { color: hue }), ...(dash && { dash }) } }),
    ...(marker && { marker: { ...marker, ...(hue && { color: hue }), ...(symbol && { symbol }) } }),
    ...(error_y && { error_y: { ...error_y, ...(hue && { color: hue }) } }),
  };
}

/** Sizes of text and widths of data's lines times a factor each. */
function withSizes(
  part: unknown,
  by: { readonly text: number; readonly line: number },
  within = "",
): unknown {
  if (Array.isArray(part)) return part.map((one) => withSizes(one, by, within));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      if (typeof value === "number" && name === "size" && /font$/.test(within))
        return [name, by.text * value];
      if (typeof value === "number" && name === "width" && within === "line") return [name, by.line * value];
      if (typeof value === "number" && name === "thickness" && within === "error_y")
        return [name, by.line * value];
      return [name, withSizes(value, by, name)];
    }),
  );
}

import type { Interval } from "../statistics/index.js";
import type { DataReader } from "./data-reader.js";
import type { NumberFormat } from "./format.js";
import type { FigureSize } from "./style.js";

/** A Plotly trace: its members are Plotly's own (https://plotly.com/javascript/reference/). */
export interface Trace {
  readonly type?: "scatter" | "bar" | "box" | "violin" | "heatmap" | "histogram" | "contour";
  readonly [member: string]: unknown;
}

/** A Plotly layout; `layout` members given by a figure override the house style's. */
export interface Layout {
  readonly [member: string]: unknown;
}

/** What Plotly draws. */
export interface Picture {
  readonly data: readonly Trace[];
  readonly layout: Layout;
}

/** What every export has: an id, the files it reads, and the command that makes them. */
export interface Definition {
  /** Lower-case words joined by hyphens; unique over all figures, tables and numbers of its kind. */
  readonly id: string;
  /** Data files it reads, relative to the data folder. Reading any other file throws. */
  readonly inputs: readonly string[];
  /**
   * Data files that are gathered over several sittings, also read: one that isn't there yet holds no rows (or no JSON), and what would show
   * them says "not measured yet".
   */
  readonly gathered?: readonly string[];
  /** The command that makes the inputs, where it isn't `npm run reproduce`. */
  readonly madeBy?: string;
}

/** A figure: pure drawing from data to a Plotly picture. */
export interface FigureDefinition extends Definition {
  /** A few words, also the text read out in place of the picture. */
  readonly title: string;
  /** What is seen and how it was measured, in Markdown with `$math$`. */
  readonly caption: string;
  readonly size: FigureSize;
  /** The file that draws it: `sourceFile(__filename)`. */
  readonly source: string;
  /** Settings and seeds worth keeping with the picture. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly seeds?: readonly number[];
  draw(data: DataReader): Picture;
}

/** One cell: text, a number, a number with its interval, or nothing measured (null, shown as a dash). */
export type Cell = string | number | Interval | null;

/** A column of a table of the report. */
export interface Column {
  readonly key: string;
  /** Heading, in Markdown with `$math$`. */
  readonly title: string;
  readonly format?: NumberFormat;
  /** Numbers are set flush right, text flush left, unless told otherwise. */
  readonly align?: "left" | "right" | "center";
  /** Width in em to which its cells are broken into lines in the PDF; left out: they stand in one. */
  readonly wrap?: number;
}

/** A table of the report: what stands over it, its columns, and its rows from the data files it reads. */
export interface TableDefinition extends Definition {
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** A thin rule is drawn where this column's value changes from one row to the next. */
  readonly ruleBy?: string;
  rows(data: DataReader): readonly Readonly<Record<string, Cell>>[];
}

/** A number of the report's text: how it is written, and its value from the data files it reads. */
export interface NumberDefinition extends Definition {
  /** What the number is, in a few words. */
  readonly title: string;
  readonly format: NumberFormat;
  value(data: DataReader): number | Interval;
}

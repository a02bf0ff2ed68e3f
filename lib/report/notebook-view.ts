import { openWorkspace, type Workspace } from "../data/index.js";
import { sha256 } from "../files/index.js";
import type { Interval } from "../statistics/index.js";
import { canonicalJson } from "./canonical-json.js";
import { absence } from "./data-reader.js";
import type { Picture } from "./definitions.js";
import { markdownText } from "./escape.js";
import { figureWithPng } from "./figure.js";
import { compactText, type NumberFormat, proseText } from "./format.js";
import { csvFrame, type DataFrame, dataFrame, type Frame, frameRows, rowsFrame } from "./frame.js";
import { type NotebookDisplay, showPicture } from "./notebook-display.js";
import { numberById } from "./number.js";
import { missingPicturePrograms, pictureFiles } from "./pictures.js";
import { hintAtPicture } from "./plotly-hint.js";
import { pngWithText } from "./png-text.js";
import { figureById, numberDefinitionById, type Registry, tableById } from "./registry.js";
import { rowsTable } from "./rows-table.js";
import { type FigureSize, styledPicture } from "./style.js";
import { markdownTable, tableFrame } from "./table.js";

/** Keyword of the text in a notebook's own PNGs: the hash of the picture's data. */
const PICTURE_KEYWORD = "fleetlab-picture";

/** What the cells of a notebook call to show, to check and to say what was found. No member needs a `this`. */
export interface Notebook {
  /** Shows rows made on the spot, or what has columns and rows of values as a DataFrame has, as a table (see `rowsTable`). */
  show(
    rows: readonly object[] | { readonly columns: readonly string[]; readonly values: readonly unknown[] },
  ): void;
  /**
   * A danfojs DataFrame, to filter (`query`), to group (`groupby`), to describe: of rows of plain values; of a CSV file of the data
   * folder (`evaluation/rules.csv`); or of the table of that id, where a column of intervals is followed by its bounds, `..._lower` and
   * `..._upper`. @throws InputError where the file isn't there or the id is unknown.
   */
  frame(source: readonly object[] | string): Promise<DataFrame>;
  /** Ticks off a claim that holds, and fails the cell where it doesn't. @throws Error naming the claim. */
  check(claim: string, holds: boolean): void;
  /** The same for every row, with one tick for all of them. */
  checkEach<Row>(claim: string, rows: readonly Row[], holds: (row: Row) => boolean): void;
  /** Whether two values differ by less than `tolerance`. */
  near(a: number, b: number, tolerance: number): boolean;
  /** 0, 1, ... `length` - 1. */
  range(length: number): number[];
  /** Shows Markdown: an answer, with its numbers filled in by `number` and `text`. */
  say(markdown: string): void;
  /**
   * The number of that id from the workspace's data, `1.23 [1.20, 1.26] s`; without its interval where `plain`; where its data aren't
   * there, the words that say so. @throws InputError where the id is unknown.
   */
  number(id: string, options?: { readonly plain?: boolean }): string;
  /** A value computed in the notebook as prose shows it: three significant digits, or in a format; with its interval where it has one. */
  text(value: number | Interval, format?: NumberFormat): string;
  /**
   * Shows the figure of that id, drawn from the workspace's data where it has to be, and its caption: in JupyterLab to be explored, as
   * PNG elsewhere. @throws InputError where the id is unknown. */
  figure(id: string): Promise<void>;
  /** Shows the table of that id, made from the workspace's data, and its caption. @throws InputError where the id is unknown. */
  table(id: string): Promise<void>;
  /**
   * Shows a picture made on the spot in the house style, as a figure is shown; where no PNG can be made here, a line says why. Nothing is
   * stored. A picture that is to be cited has a definition instead (`FigureDefinition`).
   */
  picture(picture: Picture, size?: FigureSize): Promise<void>;
}

/** What a notebook's cells call, on its display, over the figures, tables and numbers of `registry`. */
export function notebook(
  display: NotebookDisplay,
  registry: Registry,
  workspace: Workspace = openWorkspace(),
): Notebook {
  hintAtPicture();
  const check = (claim: string, holds: boolean) => {
    if (!holds) throw new Error(`doesn't hold: ${claim}`);
    display.markdown(`✓ ${markdownText(claim)}`);
  };
  return {
    check,
    checkEach: (claim, rows, holds) => check(claim, rows.every(holds)),
    near: (a, b, tolerance) => Math.abs(a - b) < tolerance,
    range: (length) => Array.from({ length }, (_, i) => i),
    show: (rows) => display.markdown(rowsTable(Array.isArray(rows) ? rows : frameRows(rows as Frame))),
    async frame(source) {
      if (typeof source !== "string") return dataFrame(rowsFrame(source));
      if (/\.csv(\.gz)?$/.test(source)) return dataFrame(csvFrame(workspace, source));
      return tableFrame(workspace, tableById(source, registry));
    },
    say: (markdown) => display.markdown(markdown),
    number(id, options) {
      const definition = numberDefinitionById(id, registry);
      return absence(workspace, definition) ?? numberById(workspace, definition, options);
    },
    text: (value, format) =>
      typeof value === "number" && format === undefined
        ? compactText(value, 3)
        : proseText(value, format ?? { style: "significant", digits: 3 }),
    async figure(id) {
      const definition = figureById(id, registry);
      const { picture, png, leftOut } = await figureWithPng(workspace, definition);
      showPicture(display, picture, png, `*Figure ${id} isn't shown: ${leftOut.join("; ")}.*`);
      display.markdown(definition.caption);
    },
    async table(id) {
      const definition = tableById(id, registry);
      const frame = await tableFrame(workspace, definition);
      display.markdown(`${definition.caption}\n\n${markdownTable(definition, frame)}`);
    },
    async picture(picture, size = "full") {
      const styled = styledPicture(picture, size);
      const [{ png }] = await pictureFiles([styled]);
      // By this hash the notebooks' runner tells whether a picture shows the same, whichever browser drew it.
      const hash = sha256(canonicalJson(styled));
      const labelled = png && pngWithText(png, PICTURE_KEYWORD, hash);
      showPicture(
        display,
        styled,
        labelled,
        `*The picture isn't shown: ${missingPicturePrograms().join("; ")}.*`,
      );
    },
  };
}

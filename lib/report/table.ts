import { join } from "node:path";
import type { Workspace } from "../data/index.js";
import { writeFileAtomically } from "../files/index.js";
import { dataReader } from "./data-reader.js";
import type { Column, TableDefinition } from "./definitions.js";
import { latexText, markdownText } from "./escape.js";
import { estimateText, NOT_MEASURED, NOT_MEASURED_YET } from "./format.js";
import { type DataFrame, dataFrame, type Frame, frameCsv, LOWER, plainFrame, UPPER } from "./frame.js";

/** A table's data frame from the data as they are now. */
export async function tableFrame(workspace: Workspace, table: TableDefinition): Promise<DataFrame> {
  const rows = table.rows(dataReader(workspace, table));
  return dataFrame(
    plainFrame(table, rows.length > 0 ? rows : [{ [table.columns[0].key]: NOT_MEASURED_YET }]),
  );
}

/** The table in Markdown (pipes), as a forge shows it. */
export function markdownTable(table: TableDefinition, frame: Frame): string {
  const marks = { left: ":--", right: "--:", center: ":-:" };
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cells = cellTexts(table, frame);
  return [
    line(table.columns.map((column) => markdownText(column.title))),
    line(table.columns.map((column, i) => marks[alignment(column, cells, i)])),
    ...cells.map((row) => line(row.map(markdownText))),
  ].join("\n");
}

/** The table as a LaTeX tabular with booktabs' rules, without float and caption. */
export function latexTable(table: TableDefinition, frame: Frame): string {
  const cells = cellTexts(table, frame);
  const line = (row: readonly string[]): string => `${row.map(latexText).join(" & ")} \\\\`;
  const columns = table.columns.map((column, i) => latexColumn(column, alignment(column, cells, i))).join("");
  const body = cells.flatMap((row, i) =>
    startsGroup(table, frame, i) ? ["\\midrule", line(row)] : [line(row)],
  );
  return [
    `\\begin{tabular}{@{}${columns}@{}}`,
    "\\toprule",
    line(table.columns.map((column) => column.title)),
    "\\midrule",
    ...body,
    "\\bottomrule",
    "\\end{tabular}",
  ].join("\n");
}

function latexColumn({ wrap }: Column, align: "left" | "right" | "center"): string {
  if (wrap === undefined) return align[0];
  const side = { left: "\\raggedright", right: "\\raggedleft", center: "\\centering" }[align];
  return `>{${side}\\arraybackslash}p{${wrap}em}`;
}

/** Formats that a table is written in. */
export const TABLE_FORMATS = Object.freeze(["csv", "md", "tex"] as const);
/** One of them. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The text of a table in a format. */
export function tableTextIn(table: TableDefinition, frame: Frame, format: TableFormat): string {
  if (format === "csv") return frameCsv(frame);
  return `${(format === "md" ? markdownTable : latexTable)(table, frame)}\n`;
}

/**
 * Writes `<id>.csv`, `.md` and `.tex` into a folder (default: that of the report's tables), or some of them; returns their paths in
 * that order.
 */
export async function exportTable(
  workspace: Workspace,
  table: TableDefinition,
  {
    formats = TABLE_FORMATS,
    folder = join(workspace.reportDir, "tables"),
  }: { readonly formats?: readonly TableFormat[]; readonly folder?: string } = {},
): Promise<readonly string[]> {
  const frame = await tableFrame(workspace, table);
  return TABLE_FORMATS.filter((format) => formats.includes(format)).map((format) => {
    const path = join(folder, `${table.id}.${format}`);
    writeFileAtomically(path, tableTextIn(table, frame, format));
    return path;
  });
}

/** Every cell as plain text. */
export function cellTexts(
  table: Pick<TableDefinition, "columns">,
  frame: Frame,
): readonly (readonly string[])[] {
  const at = new Map(frame.columns.map((name, i) => [name, i]));
  return frame.values.map((row) =>
    table.columns.map(({ key, format }) => {
      const value = row[at.get(key) as number];
      if (typeof value === "string") return value;
      if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
      const lower = row[at.get(key + LOWER) ?? -1];
      const upper = row[at.get(key + UPPER) ?? -1];
      return typeof lower === "number" && typeof upper === "number" && !Number.isNaN(lower)
        ? estimateText({ estimate: value, lower, upper }, format)
        : estimateText(value, format);
    }),
  );
}

function alignment(
  column: Column,
  cells: readonly (readonly string[])[],
  i: number,
): "left" | "right" | "center" {
  return column.align ?? (cells.some((row) => /^[^\d–−]/.test(row[i])) ? "left" : "right");
}

function startsGroup(table: TableDefinition, frame: Frame, row: number): boolean {
  if (table.ruleBy === undefined || row === 0) return false;
  const column = frame.columns.indexOf(table.ruleBy);
  return frame.values[row][column] !== frame.values[row - 1][column];
}

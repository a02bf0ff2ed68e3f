import { relative } from "node:path";
import type { Workspace } from "../data/index.js";
import type { ReportContent, ReportFigure, ReportTable } from "./report-content.js";
import { citedKeys } from "./report-content.js";
import { filledText, type ReportSource } from "./report-source.js";
import { markdownTable } from "./table.js";

/** The report as one Markdown file for a forge: formulas in `$...$`, pictures by relative path, tables with pipes. */
export function reportMarkdown(workspace: Workspace, source: ReportSource, content: ReportContent): string {
  const figures = relative(workspace.reportDir, workspace.figuresDir).split("\\").join("/");
  const fill = (kind: string, argument: string): string => {
    if (kind === "figure") return figureBlock(content.figures.get(argument) as ReportFigure, figures);
    if (kind === "table") return tableBlock(content.tables.get(argument) as ReportTable);
    if (kind === "number") return content.numbers.get(argument) as string;
    if (kind === "cite")
      return `\\[${citedKeys({ argument })
        .map((key) => content.citations.get(key))
        .join(", ")}\\]`;
    const [target, id] = argument.split(":");
    return target === "figure"
      ? `Figure\u00a0${content.figures.get(id)?.number}`
      : `Table\u00a0${content.tables.get(id)?.number}`;
  };
  const abstract = source.abstract && `## Abstract\n\n${filledText(source.abstract.text, fill).trim()}`;
  const references = [...content.citations].map(([key, number]) => `${number}. ${source.references[key]}`);
  return `${[
    `# ${source.title}`,
    source.subtitle && `*${source.subtitle}*`,
    source.authors.join(", "),
    abstract,
    ...source.chapters.map((chapter) => lowerHeadings(filledText(chapter.text, fill)).trim()),
    references.length > 0 && `## References\n\n${references.join("\n")}`,
  ]
    .filter((part) => part)
    .join("\n\n")}\n`;
}

function figureBlock(figure: ReportFigure, folder: string): string {
  const { definition, number, absent, marks } = figure;
  const { id, title } = definition;
  const format = ["png", "svg"].find((name) => (figure.formats as readonly string[]).includes(name));
  const picture =
    format === undefined
      ? `*(Figure ${number} isn't shown: ${absent ?? "no picture could be made where the report was built"}.)*`
      : `![Figure ${number}: ${title}](${folder}/${id}.${format})`;
  const origin = absent === undefined ? ` ([provenance](${folder}/${id}.plotly.json))` : "";
  return `${picture}\n\n**Figure ${number}.** ${definition.caption}${markText(marks)}${origin}`;
}

function tableBlock({ definition, number, frame, absent }: ReportTable): string {
  const body =
    frame === undefined ? `*(Table ${number} isn't shown: ${absent}.)*` : markdownTable(definition, frame);
  return `**Table ${number}.** ${definition.caption}\n\n${body}`;
}

/** The sentences that mark data of older code. */
export function markText(marks: readonly string[]): string {
  return marks.map((mark) => ` *Note: ${mark}.*`).join("");
}

/** Chapters begin with a heading of the first level, which here is the report's title. */
function lowerHeadings(text: string): string {
  let inCode = false;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("```")) inCode = !inCode;
      return !inCode && /^#{1,5} /.test(line) ? `#${line}` : line;
    })
    .join("\n");
}

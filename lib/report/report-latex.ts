import type { ReportContent, ReportFigure, ReportTable } from "./report-content.js";
import { citedKeys } from "./report-content.js";
import { markText } from "./report-markdown.js";
import { filledText, type ReportSource } from "./report-source.js";
import { FIGURE_SIZES } from "./style.js";
import { latexTable } from "./table.js";

/** What pandoc gets for the PDF: its Markdown with raw LaTeX where figures, tables and citations stand, and the title page. */
export interface LatexInput {
  readonly markdown: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Figures are looked for in ../figures, seen from where LaTeX runs. */
export const LATEX_FIGURES = "../figures";

/** The report as pandoc's Markdown, to be turned into LaTeX. */
export function latexInput(source: ReportSource, content: ReportContent): LatexInput {
  const fill = (kind: string, argument: string): string => {
    if (kind === "figure") return figureBlock(content.figures.get(argument) as ReportFigure);
    if (kind === "table") return tableBlock(content.tables.get(argument) as ReportTable);
    if (kind === "number") return content.numbers.get(argument) as string;
    if (kind === "cite") return inline(`\\cite{${citedKeys({ argument }).join(",")}}`);
    const [target, id] = argument.split(":");
    return target === "figure" ? inline(`Figure~\\ref{fig:${id}}`) : inline(`Table~\\ref{tab:${id}}`);
  };
  const chapters = source.chapters.map((chapter) => filledText(chapter.text, fill).trim());
  const { title, subtitle, authors, abstract } = source;
  return {
    markdown: `${[...chapters, ...bibliography(source, content)].join("\n\n")}\n`,
    metadata: {
      title,
      author: authors,
      ...(subtitle !== undefined && { subtitle }),
      ...(abstract !== undefined && { abstract: filledText(abstract.text, fill).trim() }),
    },
  };
}

function figureBlock({ definition, number, formats, absent, marks }: ReportFigure): string {
  const { width } = FIGURE_SIZES[definition.size];
  const picture = formats.includes("pdf")
    ? `\\includegraphics[width=${width}in]{${LATEX_FIGURES}/${definition.id}.pdf}`
    : `\\fbox{Figure ${number} isn't shown: ${absent ?? "no picture could be made where the report was built"}.}`;
  return float("figure", [
    block(`\\centering\n${picture}`),
    caption(definition.caption + markText(marks), `fig:${definition.id}`),
  ]);
}

function tableBlock({ definition, number, frame, absent }: ReportTable): string {
  const body =
    frame === undefined
      ? `\\fbox{Table ${number} isn't shown: ${absent}.}`
      : `\\fittable{%\n${latexTable(definition, frame)}}`;
  return float("table", [
    caption(definition.caption, `tab:${definition.id}`),
    block(`\\centering\\small\n${body}`),
  ]);
}

function bibliography(source: ReportSource, content: ReportContent): readonly string[] {
  if (content.citations.size === 0) return [];
  const entries = [...content.citations.keys()].map(
    (key) => `${inline(`\\bibitem{${key}}`)} ${source.references[key]}`,
  );
  return [block("\\flushfloats\n\\begin{thebibliography}{99}"), ...entries, block("\\end{thebibliography}")];
}

function float(name: string, parts: readonly string[]): string {
  return ["", block(`\\begin{${name}}[!htbp]`), ...parts, block(`\\end{${name}}`), ""].join("\n\n");
}

/** A caption whose text stays Markdown. */
function caption(text: string, label: string): string {
  return `${inline("\\caption{")}${text}${inline(`}\\label{${label}}`)}`;
}

function inline(latex: string): string {
  return `\`${latex}\`{=latex}`;
}

function block(latex: string): string {
  return `\`\`\`{=latex}\n${latex}\n\`\`\``;
}

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";
import { writeFileAtomically } from "../files/index.js";
import { missingInputs } from "./data-reader.js";
import { figurePath } from "./figure-file.js";
import { exportNumbers } from "./number.js";
import { programPath, runProgram } from "./programs.js";
import type { Registry } from "./registry.js";
import { type ReportContent, reportContent } from "./report-content.js";
import { type LatexInput, latexInput } from "./report-latex.js";
import { reportMarkdown } from "./report-markdown.js";
import { hasPages, PAGES, type Pages, pagesOrigin, writePages } from "./report-pages.js";
import { readReportSource } from "./report-source.js";
import { exportTable } from "./table.js";

/** What a build made. */
export interface ReportBuild {
  readonly markdown: string;
  /** Paths; undefined where pandoc or LaTeX is missing. */
  readonly tex?: string;
  readonly pdf?: string;
  /** What was left out, a line each. */
  readonly leftOut: readonly string[];
  /** Where LaTeX's pages need a look: lines too wide, floats too large. */
  readonly warnings: readonly string[];
}

/**
 * Builds the report: report.md, report.tex and report.pdf, the tables and numbers.json, from report/source and the exports.
 * Nothing in the report's folder changes until everything is made; report.tex and report.pdf stay as they are while what they are made
 * from does, whichever LaTeX made them. Without pandoc or LaTeX only the Markdown is made.
 * @throws ReportError with one line for each unknown or unused id and each figure that doesn't show today's data.
 */
export async function buildReport(
  workspace: Workspace,
  options: { readonly registry: Registry; readonly allowMissing?: boolean },
): Promise<ReportBuild> {
  const { registry, allowMissing = workspace.budget !== "paper" } = options;
  const source = readReportSource(workspace);
  const content = await reportContent(workspace, source, registry, allowMissing);
  const markdown = reportMarkdown(workspace, source, content);
  const leftOut = missingReportPrograms();
  const input = latexInput(source, content);
  const origin = pagesOrigin(workspace, input, content);
  const isKept = hasPages(workspace, origin);
  const pages = leftOut.length > 0 || isKept ? undefined : await typeset(workspace, input, content);

  const path = join(workspace.reportDir, "report.md");
  writeFileAtomically(path, markdown);
  for (const { definition, frame } of content.tables.values())
    if (frame !== undefined) await exportTable(workspace, definition);
  exportNumbers(
    workspace,
    registry.numbers.filter((number) => missingInputs(workspace, number).length === 0),
  );
  if (leftOut.length > 0) return { markdown: path, leftOut, warnings: [] };
  if (pages !== undefined) writePages(workspace, origin, pages);
  const [tex, pdf] = PAGES.map((name) => join(workspace.reportDir, name));
  return { markdown: path, tex, pdf, leftOut, warnings: pages?.warnings ?? [] };
}

/** What keeps the PDF from being built here, a line each. */
export function missingReportPrograms(): readonly string[] {
  return (["pandoc", "latexmk", "pdflatex"] as const)
    .filter((name) => programPath(name) === undefined)
    .map((name) => `no ${name} on PATH: report.pdf isn't built, only report.md`);
}

/** Markdown -> LaTeX -> PDF in a folder of its own. */
async function typeset(workspace: Workspace, input: LatexInput, content: ReportContent): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-report-"));
  try {
    const work = join(folder, "report");
    mkdirSync(work);
    mkdirSync(join(folder, "figures"));
    for (const [id, { formats }] of content.figures)
      if (formats.includes("pdf"))
        copyFileSync(figurePath(workspace, id, "pdf"), join(folder, "figures", `${id}.pdf`));
    writeFileSync(join(work, "metadata.json"), JSON.stringify(input.metadata));
    await pandoc(workspace, input, work);
    const { status } = await runProgram(
      "latexmk",
      ["-pdf", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "report.tex"],
      { cwd: work },
    );
    const log = join(work, "report.log");
    const lines = existsSync(log) ? readFileSync(log, "latin1").split("\n") : [];
    if (status !== 0) {
      const reason = lines.find((line) => /^(!|\.?\/?report\.tex:\d+:)/.test(line)) ?? "no reason in its log";
      throw new InputError(
        `LaTeX can't set the report (${reason.trim()}): look for what it names in report/source`,
      );
    }
    const [tex, pdf] = PAGES.map((name) => readFileSync(join(work, name)));
    return { tex, pdf, warnings: pageWarnings(lines) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pandoc(workspace: Workspace, input: LatexInput, work: string): Promise<void> {
  const { status, stderr } = await runProgram(
    "pandoc",
    [
      "--from=markdown-implicit_figures",
      "--to=latex",
      "--standalone",
      "--number-sections",
      "--wrap=preserve",
      `--template=${join(workspace.sourceDir, "template.tex")}`,
      "--metadata-file=metadata.json",
      "--output=report.tex",
    ],
    { cwd: work, input: input.markdown },
  );
  if (status !== 0) throw new InputError(`pandoc can't read the report (${stderr.trim().split("\n")[0]})`);
}

/** Lines of LaTeX's log that show on the page; text that sticks out by less than 3 points doesn't. */
function pageWarnings(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => {
    const excess = /^Overfull \\[hv]box \(([\d.]+)pt too/.exec(line)?.[1];
    return excess === undefined
      ? /Float too large|Missing character|undefined references|Citation .* undefined|multiply defined/.test(
          line,
        )
      : Number(excess) > 3;
  });
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../data/index.js";
import { sha256, writeFileAtomically } from "../files/index.js";
import { canonicalJson } from "./canonical-json.js";
import { fileHash } from "./data-reader.js";
import { figurePath } from "./figure-file.js";
import type { ReportContent } from "./report-content.js";
import type { LatexInput } from "./report-latex.js";

/** The report's LaTeX, and the pages that LaTeX sets of it. */
export const PAGES = ["report.tex", "report.pdf"] as const;

/** Both as they come from pandoc and LaTeX. */
export interface Pages {
  readonly tex: Buffer;
  readonly pdf: Buffer;
  /** Where LaTeX's pages need a look. */
  readonly warnings: readonly string[];
}

/** A hash of all that the pages are made from: text, template and figures; versions of pandoc and LaTeX play no part. */
export function pagesOrigin(workspace: Workspace, input: LatexInput, content: ReportContent): string {
  const template = readFileSync(join(workspace.sourceDir, "template.tex"), "utf8");
  const figures = [...content.figures]
    .filter(([, { formats }]) => formats.includes("pdf"))
    .map(([id]) => [id, fileHash(figurePath(workspace, id, "pdf"))]);
  return sha256(canonicalJson([input, template, figures]));
}

/** Whether the report's folder holds the pages of that origin, as they were written. */
export function hasPages(workspace: Workspace, origin: string): boolean {
  const [tex, pdf] = PAGES.map((name) => join(workspace.reportDir, name));
  if (!existsSync(tex) || !existsSync(pdf)) return false;
  const [first] = readFileSync(tex, "utf8").split("\n", 1);
  return first === originLine(origin, fileHash(pdf));
}

/** Writes both; the first line of report.tex says what they were made from. */
export function writePages(workspace: Workspace, origin: string, { tex, pdf }: Pages): void {
  const [texFile, pdfFile] = PAGES.map((name) => join(workspace.reportDir, name));
  writeFileAtomically(pdfFile, pdf);
  writeFileAtomically(texFile, `${originLine(origin, sha256(pdf))}\n${tex}`);
}

function originLine(origin: string, pdf: string): string {
  return `% made from ${origin} as report.pdf ${pdf}`;
}

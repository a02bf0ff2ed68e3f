import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { shownPath, type Workspace } from "../data/index.js";
import { readJsonFile } from "../files/index.js";

/** One file of the report's text. */
export interface SourceFile {
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
}

/** The report's text before anything is filled in. */
export interface ReportSource {
  readonly title: string;
  readonly subtitle?: string;
  readonly authors: readonly string[];
  /** The file abstract.md, where there is one. */
  readonly abstract?: SourceFile;
  /** All other Markdown files, in order of their names. */
  readonly chapters: readonly SourceFile[];
  /** references.json: key -> the entry in Markdown. */
  readonly references: Readonly<Record<string, string>>;
}

/** A placeholder such as `{{figure:mm1-response-time}}`. */
export interface Placeholder {
  readonly kind: string;
  readonly argument: string;
  /** `file:line`, for messages. */
  readonly where: string;
  /** Whether it stands alone on its line. */
  readonly alone: boolean;
}

/** `{{kind:argument}}`; braces in formulas don't look like this. */
const PLACEHOLDER = /\{\{([a-z]+):([^{}]*)\}\}/g;

/** Reads report/source. @throws InputError where the folder, its metadata or its references are missing or damaged. */
export function readReportSource(workspace: Workspace): ReportSource {
  const folder = workspace.sourceDir;
  const shown = shownPath(workspace, folder);
  if (!existsSync(folder)) throw new InputError(`${shown} isn't there: the report's text belongs in it`);
  const file = (name: string): SourceFile => ({
    name: `${shown}/${name}`,
    text: readFileSync(join(folder, name), "utf8"),
  });
  const chapters = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "abstract.md")
    .sort()
    .map(file);
  if (chapters.length === 0)
    throw new InputError(`${shown} holds no chapters: name them 10-introduction.md and so on`);
  const metadata = readMetadata(join(folder, "metadata.json"), `${shown}/metadata.json`);
  const references = join(folder, "references.json");
  return {
    ...metadata,
    ...(existsSync(join(folder, "abstract.md")) && { abstract: file("abstract.md") }),
    chapters,
    references: existsSync(references)
      ? (readJsonFile(references, { name: `${shown}/references.json`, advice: "mend it" }) as Record<
          string,
          string
        >)
      : {},
  };
}

function readMetadata(path: string, name: string): Pick<ReportSource, "title" | "subtitle" | "authors"> {
  const remedy = 'write { "title": "...", "authors": ["..."] } there';
  const metadata = readJsonFile(path, { name, advice: remedy }) as Partial<ReportSource> | null;
  if (typeof metadata?.title !== "string" || !Array.isArray(metadata.authors))
    throw new InputError(`${name} lacks a title or a list of authors: ${remedy}`);
  const { title, subtitle, authors } = metadata;
  return subtitle === undefined ? { title, authors } : { title, subtitle, authors };
}

/** All placeholders of a file, in order. */
export function placeholders(file: SourceFile): readonly Placeholder[] {
  return file.text.split("\n").flatMap((line, i) =>
    [...line.matchAll(PLACEHOLDER)].map(([whole, kind, argument]) => ({
      kind,
      argument,
      where: `${file.name}:${i + 1}`,
      alone: line.trim() === whole,
    })),
  );
}

/** `text` with every placeholder replaced. */
export function filledText(text: string, fill: (kind: string, argument: string) => string): string {
  return text.replace(PLACEHOLDER, (_, kind: string, argument: string) => fill(kind, argument));
}

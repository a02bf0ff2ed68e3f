import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { shownPath, type Workspace } from "../data/index.js";
import { absence, missingInput, missingInputs } from "./data-reader.js";
import type { Definition, FigureDefinition, TableDefinition } from "./definitions.js";
import { figureCheck } from "./figure-check.js";
import { readFigure } from "./figure-file.js";
import type { Frame } from "./frame.js";
import { numberById } from "./number.js";
import type { PictureFormat } from "./pictures.js";
import type { Registry } from "./registry.js";
import { type Placeholder, placeholders, type ReportSource } from "./report-source.js";
import { tableFrame } from "./table.js";

/** A figure in the report. */
export interface ReportFigure {
  readonly definition: FigureDefinition;
  readonly number: number;
  /** Formats whose files are there. */
  readonly formats: readonly PictureFormat[];
  /** Said under the caption: data that a verification found to differ, or that none has tried. */
  readonly marks: readonly string[];
  /** Set where there is nothing to show, and why. */
  readonly absent?: string;
}

export interface ReportTable {
  readonly definition: TableDefinition;
  readonly number: number;
  readonly frame?: Frame;
  readonly absent?: string;
}

/** Everything that placeholders stand for. */
export interface ReportContent {
  readonly figures: ReadonlyMap<string, ReportFigure>;
  readonly tables: ReadonlyMap<string, ReportTable>;
  /** Placeholder's argument -> text. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Key -> number in order of first citation. */
  readonly citations: ReadonlyMap<string, number>;
}

/** The report can't be built; `message` has one line for each of `problems`. */
export class ReportError extends InputError {
  override name = "ReportError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Looks up every placeholder of the source.
 * @param allowMissing exports whose data aren't there are shown as not measured (quick budgets); otherwise they fail.
 * @throws ReportError with a line for each unknown id, unused export or reference, misplaced figure or table, and refused figure.
 */
export async function reportContent(
  workspace: Workspace,
  source: ReportSource,
  registry: Registry,
  allowMissing: boolean,
): Promise<ReportContent> {
  const files = source.abstract === undefined ? source.chapters : [source.abstract, ...source.chapters];
  const uses = files.flatMap(placeholders);
  const problems = [...misuses(uses, source, registry), ...unused(workspace, uses, source, registry)];
  const absent = (definition: Definition): string | undefined => {
    const [missing] = missingInputs(workspace, definition);
    if (missing !== undefined && !allowMissing) problems.push(missingInput(workspace, definition, missing));
    return absence(workspace, definition);
  };

  const used = <D extends Definition>(kind: string, definitions: readonly D[]): readonly D[] =>
    inOrder(uses.filter((use) => use.kind === kind).map((use) => idOf(use)))
      .map((id) => definitions.find((definition) => definition.id === id))
      .filter((definition) => definition !== undefined);

  const figures = new Map<string, ReportFigure>();
  for (const definition of used("figure", registry.figures)) {
    const number = figures.size + 1;
    const reason = absent(definition);
    if (reason !== undefined) {
      figures.set(definition.id, { definition, number, formats: [], marks: [], absent: reason });
      continue;
    }
    const { refusals, marks } = figureCheck(workspace, definition);
    problems.push(...refusals);
    if (refusals.length > 0) continue;
    const formats = Object.keys(readFigure(workspace, definition.id).pictures) as PictureFormat[];
    figures.set(definition.id, { definition, number, formats, marks });
  }

  const tables = new Map<string, ReportTable>();
  for (const definition of used("table", registry.tables)) {
    const number = tables.size + 1;
    const reason = absent(definition);
    if (reason !== undefined) tables.set(definition.id, { definition, number, absent: reason });
    else tables.set(definition.id, { definition, number, frame: await tableFrame(workspace, definition) });
  }

  const numbers = new Map<string, string>();
  for (const use of uses.filter(({ kind }) => kind === "number")) {
    const definition = registry.numbers.find(({ id }) => id === idOf(use));
    if (definition === undefined || numbers.has(use.argument)) continue;
    const plain = use.argument.endsWith(":plain");
    numbers.set(use.argument, absent(definition) ?? numberById(workspace, definition, { plain }));
  }

  if (problems.length > 0) throw new ReportError(inOrder(problems));
  const cited = inOrder(uses.filter(({ kind }) => kind === "cite").flatMap(citedKeys));
  return { figures, tables, numbers, citations: new Map(cited.map((key, i) => [key, i + 1])) };
}

/** The keys of `{{cite:a,b}}`. */
export function citedKeys({ argument }: Pick<Placeholder, "argument">): readonly string[] {
  return argument.split(",").map((key) => key.trim());
}

/** The id in `{{number:id:plain}}`, `{{ref:figure:id}}` and plain `{{figure:id}}`. */
function idOf({ kind, argument }: Placeholder): string {
  if (kind === "number") return argument.replace(/:plain$/, "");
  return kind === "ref" ? argument.slice(argument.indexOf(":") + 1) : argument;
}

/** Unknown kinds, ids and keys; figures and tables that share a line, are shown twice, or are referred to but not shown. */
function misuses(uses: readonly Placeholder[], source: ReportSource, registry: Registry): readonly string[] {
  const known: Record<string, readonly string[]> = {
    figure: registry.figures.map(({ id }) => id),
    table: registry.tables.map(({ id }) => id),
    number: registry.numbers.map(({ id }) => id),
  };
  const shown = new Set<string>();
  const problems = uses.flatMap((use) => {
    const { kind, where, argument } = use;
    if (kind === "cite")
      return citedKeys(use)
        .filter((key) => !(key in source.references))
        .map((key) => `${where}: unknown reference ${JSON.stringify(key)}: enter it in references.json`);
    const target = kind === "ref" ? argument.split(":")[0] : kind;
    if (known[target] === undefined || (kind === "ref" && target === "number"))
      return [
        `${where}: unknown placeholder {{${kind}:${argument}}}: use figure, table, number, ref:figure, ref:table or cite`,
      ];
    const id = idOf(use);
    if (!known[target].includes(id)) return [`${where}: unknown ${target} ${JSON.stringify(id)}`];
    if (kind !== "figure" && kind !== "table") return [];
    if (!use.alone) return [`${where}: {{${kind}:${id}}} must stand alone on its line`];
    if (shown.has(`${kind}:${id}`))
      return [`${where}: ${kind} ${id} is shown twice: use {{ref:${kind}:${id}}}`];
    shown.add(`${kind}:${id}`);
    return [];
  });
  const dangling = uses
    .filter(({ kind, argument }) => kind === "ref" && !shown.has(argument))
    .map(({ where, argument }) => `${where}: {{ref:${argument}}} refers to what the report doesn't show`);
  return problems.length > 0 ? problems : dangling;
}

/** Exports that neither the report nor a notebook uses, and references that nothing cites. */
function unused(
  workspace: Workspace,
  uses: readonly Placeholder[],
  source: ReportSource,
  registry: Registry,
): readonly string[] {
  const notebooks = notebookText(workspace);
  const isUsed = (kind: string, id: string): boolean =>
    uses.some((use) => use.kind === kind && idOf(use) === id) ||
    new RegExp(`["'\`]${id}\\\\?["'\`]`).test(notebooks);
  const exports = (["figure", "table", "number"] as const).flatMap((kind) =>
    registry[`${kind}s`].filter(({ id }) => !isUsed(kind, id)).map(({ id }) => `${kind} ${id}`),
  );
  const cited = new Set(uses.filter(({ kind }) => kind === "cite").flatMap(citedKeys));
  const references = Object.keys(source.references).filter((key) => !cited.has(key));
  return [
    ...exports.map((name) => `${name} is exported, but neither the report nor a notebook uses it`),
    ...references.map(
      (key) =>
        `reference ${JSON.stringify(key)} of ${shownPath(workspace, join(workspace.sourceDir, "references.json"))} is never cited`,
    ),
  ];
}

function notebookText(workspace: Workspace): string {
  const folder = join(workspace.root, "notebooks");
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function inOrder<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

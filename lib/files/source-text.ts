/** One import or re-export of a source file. */
export interface Import {
  /** As it is written, e.g. "./spec.js" or "zod". */
  readonly target: string;
  /** Names taken from the target. */
  readonly names: "all" | readonly string[];
  /** For a re-export: exported name -> name in the target ("*" for all of it). */
  readonly exported?: ReadonlyMap<string, string>;
  /** `export *`. */
  readonly isStar?: boolean;
}

/** What a source file imports and exports, read from its text. */
export interface SourceText {
  readonly text: string;
  /** For values; imports of types alone are left out. */
  readonly imports: readonly Import[];
  /** Names that it re-exports as types. */
  readonly types: readonly string[];
  /** Whether it holds nothing but re-exports. */
  readonly isBarrel: boolean;
}

const STATEMENT = /^(import|export)\s+(type\s+)?(?:([\w\s{},*$]*?)\s*from\s*)?["']([^"']+)["'];?/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
/** Imports while the program runs, and files that threads and processes are started with. */
const LATER = [/\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g, /__dirname,\s*[`"]([\w./-]+)/g];

/** Reads the imports and exports of a source's text (TypeScript, or compiled to CommonJS). */
export function sourceText(text: string): SourceText {
  const code = text.replace(COMMENT, "");
  const imports: Import[] = [];
  const types: string[] = [];
  for (const [, kind, ofTypes, clause = "", target] of code.matchAll(STATEMENT)) {
    const parts = namedParts(clause);
    const hasTypesOnly = ofTypes !== undefined || (parts.length > 0 && parts.every(({ isType }) => isType));
    if (kind === "export")
      for (const part of parts) if (ofTypes !== undefined || part.isType) types.push(part.as);
    if (hasTypesOnly && !/^\s*[\w$]+\s*,|\*/.test(clause)) continue;
    const values = parts.filter(({ isType }) => !isType);
    imports.push({ target, ...importedNames(kind, clause, values) });
  }
  for (const pattern of LATER)
    for (const [, target] of code.matchAll(pattern))
      imports.push({ target: pattern === LATER[1] ? `./${target}` : target, names: "all" });
  const rest = code.replace(STATEMENT, "").trim();
  return { text, imports, types, isBarrel: rest === "" && imports.length + types.length > 0 };
}

/** Whether a file defines and exports `name` itself. */
export function localExports(text: string, name: string): boolean {
  const own = name.replace(/\$/g, "\\$");
  return new RegExp(
    `^export\\s+(?:declare\\s+|abstract\\s+|async\\s+)*(?:const|let|function\\*?|class|enum|type|interface|namespace)\\s+${own}\\b`,
    "m",
  ).test(text);
}

interface NamedPart {
  readonly name: string;
  readonly as: string;
  readonly isType: boolean;
}

/** The parts of `{ a, type B, c as d }` in a clause. */
function namedParts(clause: string): readonly NamedPart[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  return list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, type, name, as] = /^(type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?$/.exec(part) ?? [];
      return { name: name ?? part, as: as ?? name ?? part, isType: type !== undefined };
    });
}

function importedNames(kind: string, clause: string, values: readonly NamedPart[]): Omit<Import, "target"> {
  const names = values.map(({ name }) => name);
  if (kind === "import") return { names: /^\s*\{/.test(clause) ? names : "all" };
  const space = /^\*\s+as\s+([\w$]+)$/.exec(clause.trim())?.[1];
  if (space !== undefined) return { names: "all", exported: new Map([[space, "*"]]) };
  if (clause.trim() === "*") return { names: "all", isStar: true };
  return { names, exported: new Map(values.map(({ name, as }) => [as, name])) };
}

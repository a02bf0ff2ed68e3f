import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const LIBRARY = resolve(__dirname, "../../lib");

/** One `@example` of a doc comment. */
export interface Example {
  /** File and declaration, e.g. "lib/queueing/mm1.ts, mm1". */
  readonly place: string;
  readonly lines: readonly string[];
  /** What the example needs beside the library ("a container engine"), from a first line `// needs ...`. */
  readonly needs: string | undefined;
}

/** A doc comment and the name of the declaration that follows it. */
interface DocComment {
  readonly name: string;
  /** Without the stars. */
  readonly text: string;
  /** Where the comment begins in the file. */
  readonly start: number;
}

/** All TypeScript sources under a folder of the library, as paths relative to `lib`. */
export function librarySources(folder: string): string[] {
  return readdirSync(join(LIBRARY, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return librarySources(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

const readSource = (file: string) => readFileSync(join(LIBRARY, file), "utf8");

const DECLARED =
  /^\s*(?:export\s+)?(?:(?:static|readonly|abstract|async|declare|override|get|set)\s+)*(?:function\*?\s+|class\s+|const\s+|interface\s+|type\s+)?([#\w]+)/;

function docComments(text: string): DocComment[] {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map((match) => ({
    name: DECLARED.exec(text.slice(match.index + match[0].length))?.[1] ?? "?",
    text: match[1].replace(/^[ \t]*\* ?/gm, ""),
    start: match.index,
  }));
}

/** Every example in the doc comments of one source. */
export function examplesOf(file: string): Example[] {
  return docComments(readSource(file)).flatMap(({ name, text }) =>
    text
      .split(/^@example[ \t]*/m)
      .slice(1)
      .map((block) => {
        const lines = (block.split(/^@\w/m)[0] as string)
          .split("\n")
          .map((line) => line.trimEnd())
          .filter((line) => line !== "" && !line.startsWith("```"));
        const needs = /^\/\/ needs (.+)$/.exec(lines[0] ?? "")?.[1];
        return { place: `lib/${file}, ${name}`, lines: needs === undefined ? lines : lines.slice(1), needs };
      }),
  );
}

/** Where each name that an index file exports is declared: name to file, types left out. */
export function exportedNames(index: string): Map<string, { readonly file: string; readonly local: string }> {
  const found = new Map<string, { file: string; local: string }>();
  const text = readSource(index);
  const target = (specifier: string) =>
    relative(LIBRARY, resolve(LIBRARY, dirname(index), specifier)).replace(/\.js$/, ".ts");
  for (const [, names, specifier] of text.matchAll(/export\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g))
    for (const part of names.split(",").map((name) => name.trim())) {
      if (part === "" || part.startsWith("type ")) continue;
      const [local, exported = local] = part.split(/\s+as\s+/);
      const file = target(specifier);
      found.set(exported, exportedNames(file).get(local) ?? { file, local });
    }
  for (const [, specifier] of text.matchAll(/export\s*\*\s*from\s*"([^"]+)"/g))
    for (const [name, place] of exportedNames(target(specifier))) found.set(name, place);
  for (const [, name] of text.matchAll(/^export (?:abstract |async )*(?:function\*?|class|const) (\w+)/gm))
    found.set(name, { file: index, local: name });
  return found;
}

/** Whether the declaration (for a class: it or one of its members) has an example. */
export function hasExample(file: string, name: string): boolean {
  const text = readSource(file);
  const declaration = new RegExp(
    `^export (?:abstract |async )*(function\\*?|class|const) ${name}\\b`,
    "m",
  ).exec(text);
  if (declaration === null) return false;
  const end = declaration[1] === "class" ? text.indexOf("\n}", declaration.index) : declaration.index;
  const own = docComments(text).filter(({ start }) => start < end);
  const before = own.filter(({ start }) => start < declaration.index).at(-1);
  const members = own.filter(({ start }) => start > declaration.index);
  return [...(before?.name === name ? [before] : []), ...members].some(({ text: comment }) =>
    /^@example/m.test(comment),
  );
}

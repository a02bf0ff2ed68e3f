import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** The compiler that the kernel has. */
const ts = createRequire(require.resolve("tslab/dist/converter.js"))("@tslab/typescript-for-tslab");

/**
 * tslab leaves `{ config }` alone where `config` was declared by an earlier cell, and the cell fails with "config is not defined".
 * This converter gives it `{ config: config }`, which says the same, and reports what is wrong where it stands in the cell.
 */
export function convertWithoutShorthands(converter) {
  return {
    ...converter,
    convert(declarations, source) {
      const { text, insertions } = expandShorthands(source);
      const converted = converter.convert(declarations, text);
      return {
        ...converted,
        diagnostics: converted.diagnostics.map((diagnostic) =>
          diagnostic.fileName === undefined
            ? {
                ...diagnostic,
                start: placeBefore(source, insertions, diagnostic.start.offset),
                end: placeBefore(source, insertions, diagnostic.end.offset),
              }
            : diagnostic,
        ),
      };
    },
  };
}

/** The source with `{ name }` written out as `{ name: name }`, and what was put in where, in places of the source as it was. */
export function expandShorthands(source) {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
  const insertions = [];
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node))
      insertions.push({ at: node.name.end, text: `: ${node.name.text}` });
    ts.forEachChild(node, visit);
  };
  // What can't be parsed is left to the compiler's own words.
  if (file.parseDiagnostics.length === 0) visit(file);
  let text = "";
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    text += source.slice(from, at) + inserted;
    from = at;
  }
  return { text: text + source.slice(from), insertions };
}

/** Where in the source as it was the place `offset` of the expanded one lies; lines and characters from 0. */
function placeBefore(source, insertions, offset) {
  let before = offset;
  for (const { at, text } of insertions) if (before > at) before = Math.max(at, before - text.length);
  const lines = source.slice(0, before).split("\n");
  return { offset: before, line: lines.length - 1, character: lines[lines.length - 1].length };
}

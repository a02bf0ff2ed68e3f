import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "./notebook-files.js";

interface Converted {
  readonly output: string;
  readonly declOutput: string;
  readonly diagnostics: readonly {
    readonly start: object;
    readonly end: object;
    readonly messageText: string;
  }[];
}
interface Converter {
  convert(declarations: string, source: string): Converted;
  close(): void;
}
interface Shorthands {
  expandShorthands(source: string): { readonly text: string };
  convertWithoutShorthands(converter: Converter): Converter;
}

const shorthands = (): Promise<Shorthands> =>
  import(pathToFileURL(join(ROOT, "scripts/notebooks/kernel/shorthands.mjs")).href);

test("shorthand properties are written out, and nothing else", async () => {
  const { expandShorthands } = await shorthands();
  const expanded: Readonly<Record<string, string>> = {
    "f({ a, b: c, ...d, e() {} })": "f({ a: a, b: c, ...d, e() {} })",
    "({ a = 1, b } = c);": "({ a: a = 1, b: b } = c);",
    "const { a, b } = c; type T = { a: number };": "const { a, b } = c; type T = { a: number };",
    '"{ a }"; [{ a }, { a }]; // { a }': '"{ a }"; [{ a: a }, { a: a }]; // { a }',
    "const cut = { a, ": "const cut = { a, ",
  };
  for (const [source, text] of Object.entries(expanded)) assert.equal(expandShorthands(source).text, text);
});

test("a name of an earlier cell is found as a shorthand property; what is wrong is told where it stands", async (context) => {
  const { convertWithoutShorthands } = await shorthands();
  const require = createRequire(join(ROOT, "package.json"));
  const plain: Converter = require("tslab/dist/converter.js").createConverter({
    isJS: false,
    isBrowser: false,
  });
  context.after(() => plain.close());
  const { declOutput } = plain.convert("", "const config = { seed: 1 };");
  const source = "const pair = { config };\nconst both = [{ config }, { config }], wrong: string = 1;";
  assert.match(
    plain.convert(declOutput, "const pair = { config };").output,
    /\{ config \}/,
    "tslab has mended it",
  );
  const converter = convertWithoutShorthands(plain);
  assert.match(
    converter.convert(declOutput, "const pair = { config };").output,
    /\{ config: exports\.config \}/,
  );
  const [{ start, end }] = converter.convert(declOutput, source).diagnostics;
  const offset = source.indexOf("wrong");
  const character = offset - source.indexOf("\n") - 1;
  assert.deepEqual(start, { offset, line: 1, character });
  assert.deepEqual(end, { offset: offset + 5, line: 1, character: character + 5 });
});

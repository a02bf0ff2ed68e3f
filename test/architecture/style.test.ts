import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LIBRARY, librarySources } from "./doc-examples.js";

/** The rooms of the library. */
const ROOMS = readdirSync(LIBRARY, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !["bin", "dist", "node_modules"].includes(name));

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** Spreads of a literal, as `...{ a, b }` in an object: the fields can stand there themselves. Line numbers, from 1. */
function spreadLiterals(text: string): number[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
  return [...code.matchAll(/\.\.\.(?=[[{])/g)]
    .filter(({ index }) => /^\s*(?:as const)?\s*[,\]})]/.test(code.slice(literalEnd(code, index + 3))))
    .map(({ index }) => code.slice(0, index).split("\n").length);
}

/** Where the literal that begins at `start` is over. */
function literalEnd(code: string, start: number): number {
  const open: string[] = [];
  for (let i = start; i < code.length; i++) {
    const character = code[i];
    if (character in CLOSING) open.push(CLOSING[character]);
    else if (character === open.at(-1)) open.pop();
    if (open.length === 0) return i + 1;
  }
  return code.length;
}

test("no literal is spread only to be written in fewer lines", () => {
  assert.deepEqual(spreadLiterals("const a = {\n  ...{ b, c: [1] },\n  d,\n};"), [2]);
  assert.deepEqual(spreadLiterals("run(...[1, 2] as const, x)"), [1]);
  assert.deepEqual(spreadLiterals("[...[a, b].map(f), ...(c ? { d } : {}), ...rest] // ...{ x },"), []);
  const found = ROOMS.flatMap((room) => librarySources(room)).flatMap((file) =>
    spreadLiterals(readFileSync(join(LIBRARY, file), "utf8")).map((line) => `lib/${file}:${line}`),
  );
  assert.deepEqual(found, []);
});

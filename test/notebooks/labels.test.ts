import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { notebooks, sources } from "./notebook-files.js";

const LABEL = /Eq\. ([a-z0-9]+(?:[.-][a-z0-9]+)+)/g;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;
const TITLE = /\b(?:describe|it|test)\(\s*(["'`])((?:(?!\1)[\s\S])*)\1/g;

function labelsIn(texts: Iterable<string>): string[] {
  const found = [...texts].flatMap((text) => [...text.matchAll(LABEL)].map(([, label]) => label));
  return [...new Set(found)].sort();
}

describe("an equation's label", () => {
  const inComments = labelsIn(sources("lib").flatMap((text) => text.match(COMMENT) ?? []));
  const inTitles = labelsIn(
    sources("test").flatMap((text) => [...text.matchAll(TITLE)].map((title) => title[2])),
  );
  const cells = [...notebooks()].flatMap(([name, all]) =>
    all.map((cell, i) => ({ name, cell, next: all[i + 1] })),
  );
  const prose = cells.filter(({ cell }) => cell.kind === "markdown");
  const inNotebooks = labelsIn(prose.map(({ cell }) => cell.source));

  it("stands in a doc comment of the library and in a notebook", () => {
    assert.ok(inComments.length > 0);
    assert.deepEqual(inNotebooks, inComments);
  });

  it("stands in a doc comment of the library and in the title of a test", () => {
    assert.deepEqual(inTitles, inComments);
  });

  it("stands once in the notebooks, with code behind its cell that checks it", () => {
    const seen = new Set<string>();
    for (const { name, cell, next } of prose)
      for (const [, label] of cell.source.matchAll(LABEL)) {
        assert.ok(!seen.has(label), `${label} is derived twice, again in ${name}`);
        seen.add(label);
        assert.equal(next?.kind, "code", `${name}: no check follows ${label}`);
      }
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { registry } from "../../lib/study/index.js";
import { type Cell, notebooks } from "./notebook-files.js";

const MOST_LINES = 12;
/** Paths of the machine that ran it. */
const LOCAL_PATH = /(?:^|[\s"'(])\/(?:home|root|tmp|work|Users)\//m;

/** `const f = (x) => ...`, with one level of brackets among the parameters; the name. */
const NAMED_FUNCTION =
  /^(?:const|let) (\w+)[^=\n]* = (?:async )?(?:<[^>\n]+>)?(?:\w+|\([^()]*(?:\([^()]*\)[^()]*)*\)(?:: [^=;\n]+)?) =>/gm;

describe("the notebooks", () => {
  it("define no helper twice: what two of them need belongs in the library", () => {
    const homes = new Map<string, string>();
    for (const [name, cells] of notebooks())
      for (const [, helper] of cells.flatMap(({ source }) => [...source.matchAll(NAMED_FUNCTION)])) {
        const home = homes.get(helper) ?? name;
        assert.equal(home, name, `${helper} is defined in ${home} and in ${name}`);
        homes.set(helper, name);
      }
  });
});

for (const [name, cells] of notebooks())
  describe(`notebook ${name}`, () => {
    const code = cells.filter(({ kind }) => kind === "code");
    const prose = cells.filter(({ kind }) => kind === "markdown").map(({ source }) => source);

    it("opens with its number and one question", () => {
      const [first] = prose;
      assert.match(first, new RegExp(`^# ${name.slice(0, 2)} · .+\\?\\n`));
      assert.match(first, /\*\*Question\.\*\*/);
    });

    it("has a vocabulary, a set-up, an answer and limits, in this order", () => {
      const headings = prose.flatMap((source) => source.match(/^## .*$/gm) ?? []);
      const places = ["## Vocabulary", "## Set-up", "## Answer", "## Limits"].map((heading) =>
        headings.indexOf(heading),
      );
      assert.ok(
        places.every((place, i) => place > (places[i - 1] ?? -1)),
        `its headings are: ${headings.join(", ")}`,
      );
    });

    it("says its answer first, in short, and last, filled with what was computed", () => {
      const said = (cell: Cell | undefined) =>
        cell?.outputs.map(({ data }) => [data?.["text/markdown"] ?? ""].flat().join("")).join("\n") ?? "";
      assert.match(said(code[1]), /^\*\*In short\.\*\* .{100}/s);
      const heading = cells.findIndex(({ source }) => source.startsWith("## Answer"));
      const answer = cells.slice(
        heading,
        cells.findIndex(({ source }) => source.startsWith("## Limits")),
      );
      assert.match(answer.map(({ source }) => source).join("\n"), /\b(?:number|text|cell)\(/);
      assert.match(answer.map(said).join("\n"), /\d/);
      assert.doesNotMatch(answer.map(said).join("\n"), /undefined|NaN|\[object/);
    });

    it("shows only figures, tables and numbers that there are", () => {
      const known = { figure: registry.figures, table: registry.tables, number: registry.numbers };
      for (const { source } of code)
        for (const [, kind, id] of source.matchAll(/\b(figure|table|number)\("([^"]*)"/g))
          assert.ok(
            known[kind as keyof typeof known].some((definition) => definition.id === id),
            `no ${kind} is called ${id}`,
          );
    });

    it("has cells of at most a dozen lines, without functions or classes", () => {
      for (const { source } of code) {
        const lines = source.split("\n").filter((line) => line.trim() !== "");
        assert.ok(lines.length <= MOST_LINES, `${lines.length} lines from: ${lines[0]}`);
        assert.doesNotMatch(source, /^\s*(?:export |async )*(?:function|class)\b/m);
      }
    });

    it("imports only fleetlab and tslab", () => {
      const imported = code.flatMap(({ source }) =>
        [...source.matchAll(/\bfrom "([^"]+)"|\b(?:require|import)\("([^"]+)"\)/g)].map(
          (found) => found[1] ?? found[2],
        ),
      );
      assert.deepEqual(
        imported.filter((module) => module !== "fleetlab" && module !== "tslab"),
        [],
      );
    });

    it("was executed from top to bottom, without a word on stderr or a path of the machine", () => {
      assert.deepEqual(
        code.map(({ executionCount }) => executionCount),
        code.map((_, i) => i + 1),
      );
      for (const output of code.flatMap(({ outputs }) => outputs)) {
        assert.notEqual(output.name, "stderr", `on stderr: ${output.text?.join("")}`);
        assert.doesNotMatch(JSON.stringify(output), LOCAL_PATH);
      }
    });
  });

import assert from "node:assert/strict";
import { test } from "node:test";
import { course, INDEX, notebooks as questions } from "./notebook-files.js";

const notebooks = [...questions()];
const title = (first: string) => /^# \d\d · (.+)$/m.exec(first)?.[1];

test("each notebook links to the one before and the one after, at its beginning and at its end", () => {
  const links = notebooks.map(([name, [{ source }]]) => `[${name.slice(0, 2)} · ${title(source)}](${name})`);
  for (const [i, [name, cells]] of notebooks.entries()) {
    const before = i === 0 ? [] : [`← ${links[i - 1]}`];
    const after = i === links.length - 1 ? [] : [`${links[i + 1]} →`];
    const line = [...before, `[the path](${INDEX})`, ...after].join(" · ");
    assert.equal(cells[0].source.split("\n")[2], line, `${name}: under its title`);
    assert.equal(cells[cells.length - 1].source, line, `${name}: its last cell`);
  }
});

test("the path has each notebook in its order, its question as it asks it, and an answer filled with what was computed", () => {
  const index = course().get(INDEX) ?? [];
  const code = index.filter(({ kind }) => kind === "code");
  assert.deepEqual(
    code.map(({ executionCount }) => executionCount),
    code.map((_, i) => i + 1),
  );
  const shown = code.flatMap(({ outputs }) =>
    outputs.flatMap(({ data }) => [data?.["text/markdown"] ?? ""].flat().join("").split("\n")),
  );
  const rows = shown.filter((line) => /^\| \d/.test(line));
  assert.equal(rows.length, notebooks.length);
  for (const [i, [name, [{ source }]]] of notebooks.entries()) {
    const start = `| ${i + 1} | [${title(source)}](${name}) | `;
    assert.ok(rows[i].startsWith(start), `${rows[i]} should start with ${start}`);
    assert.match(rows[i].slice(start.length), /\d/, `${name}: no number in its answer`);
    assert.doesNotMatch(rows[i], /undefined|NaN|not measured/);
  }
  const templates = code.flatMap(({ source }) => source.split("\n").filter((line) => /^\| \d/.test(line)));
  for (const [i, line] of templates.entries())
    assert.match(line, /\$\{(?:number|text)\(|\$\{writeup\./, `row ${i + 1} has nothing computed`);
});

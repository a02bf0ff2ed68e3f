import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "./notebook-files.js";

interface Copies {
  refreshCopies(root: string): { readonly changed: readonly string[]; readonly behind: readonly string[] };
}

/** A workspace whose course has these notebooks, and what brings its copies up to date. */
async function workspace(context: TestContext, notebooks: Readonly<Record<string, string>>) {
  const { refreshCopies }: Copies = await import(
    pathToFileURL(join(ROOT, "scripts", "lab", "copies.mjs")).href
  );
  const root = mkdtempSync(join(tmpdir(), "fleetlab-copies-"));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "notebooks"));
  const put = (folder: string, name: string, text: string) => writeFileSync(join(root, folder, name), text);
  for (const [name, text] of Object.entries(notebooks)) put("notebooks", name, text);
  const copy = (name: string) => readFileSync(join(root, "lab", name), "utf8");
  return { root, put, copy, refresh: () => refreshCopies(root) };
}

test("the lab holds a copy of each notebook, and a folder for the user's own", async (context) => {
  const { root, copy, refresh } = await workspace(context, { "01.ipynb": "one", "index.ipynb": "path" });
  assert.deepEqual(refresh(), { changed: [], behind: [] });
  assert.deepEqual(["01.ipynb", "index.ipynb"].map(copy), ["one", "path"]);
  assert.ok(existsSync(join(root, "lab", "own")));
});

test("a copy's figures go without the PNG that forges need; an output that is only a PNG stays", async (context) => {
  const shown = (data: object) => ({
    cells: [{ cell_type: "code", outputs: [{ data }] }, { cell_type: "markdown" }],
  });
  const plotly = { "application/vnd.plotly.v1+json": { data: [] } };
  const figure = JSON.stringify(shown({ ...plotly, "image/png": "AQI=" }));
  const picture = JSON.stringify(shown({ "image/png": "AQI=" }));
  const { copy, refresh } = await workspace(context, { "01.ipynb": figure, "02.ipynb": picture });
  assert.deepEqual([refresh(), refresh()], Array(2).fill({ changed: [], behind: [] }));
  assert.deepEqual(JSON.parse(copy("01.ipynb")), shown(plotly));
  assert.deepEqual(JSON.parse(copy("02.ipynb")), JSON.parse(picture));
});

test("a copy that nobody changed follows the course, to its end", async (context) => {
  const { root, put, copy, refresh } = await workspace(context, { "01.ipynb": "one", "02.ipynb": "two" });
  refresh();
  put("notebooks", "01.ipynb", "one, better");
  rmSync(join(root, "notebooks", "02.ipynb"));
  assert.deepEqual(refresh(), { changed: [], behind: [] });
  assert.equal(copy("01.ipynb"), "one, better");
  assert.ok(!existsSync(join(root, "lab", "02.ipynb")));
});

test("a changed copy is kept, and named when the course has gone on; once it is away the new one comes", async (context) => {
  const { root, put, copy, refresh } = await workspace(context, { "01.ipynb": "one", "02.ipynb": "two" });
  refresh();
  put("lab", "01.ipynb", "mine");
  assert.deepEqual(refresh(), { changed: ["01.ipynb"], behind: [] });
  put("notebooks", "01.ipynb", "one, better");
  assert.deepEqual(refresh(), { changed: ["01.ipynb"], behind: ["01.ipynb"] });
  assert.deepEqual(refresh(), { changed: ["01.ipynb"], behind: ["01.ipynb"] });
  assert.equal(copy("01.ipynb"), "mine");
  rmSync(join(root, "lab", "01.ipynb"));
  assert.deepEqual(refresh(), { changed: [], behind: [] });
  assert.equal(copy("01.ipynb"), "one, better");
});

test("notebooks of the user's own are left alone, also one that has a name of the course's before the first start", async (context) => {
  const { root, put, copy, refresh } = await workspace(context, { "01.ipynb": "one" });
  mkdirSync(join(root, "lab", "own"), { recursive: true });
  put("lab", "01.ipynb", "mine");
  put("lab", "idea.ipynb", "an idea");
  put("lab/own", "01.ipynb", "another");
  assert.deepEqual(refresh().changed, ["01.ipynb"]);
  assert.deepEqual(["01.ipynb", "idea.ipynb", "own/01.ipynb"].map(copy), ["mine", "an idea", "another"]);
});

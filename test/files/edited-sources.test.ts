import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { editedSources, sha256 } from "../../lib/files/index.js";

test("sources edited since the build are found; those only touched aren't, nor what isn't compiled", (context) => {
  const library = mkdtempSync(join(tmpdir(), "fleetlab-edited-"));
  context.after(() => rmSync(library, { recursive: true, force: true }));
  for (const folder of ["a", "dist/a", "node_modules/x"])
    mkdirSync(join(library, folder), { recursive: true });
  const write = (path: string, text: string, second: number) => {
    writeFileSync(join(library, path), text);
    utimesSync(join(library, path), second, second);
  };
  write("a/same.ts", "1", 10);
  write("a/touched.ts", "2", 30);
  write("a/edited.ts", "3 and more", 30);
  write("node_modules/x/index.ts", "", 40);
  for (const name of ["same", "touched", "edited"]) write(`dist/a/${name}.js`, "", 20);
  assert.deepEqual(
    [...editedSources(library)].sort(),
    ["a/edited.ts", "a/touched.ts"],
    "without the build's note",
  );
  const sources = { "a/same.ts": sha256("1"), "a/touched.ts": sha256("2"), "a/edited.ts": sha256("3") };
  write("dist/build.json", JSON.stringify({ sources }), 20);
  assert.deepEqual(editedSources(library), ["a/edited.ts"]);
  write("a/new.ts", "", 5);
  assert.deepEqual(
    [...editedSources(library)].sort(),
    ["a/edited.ts", "a/new.ts"],
    "one that was never compiled",
  );
});

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { scratchClone, setupModule, workspace, writeFile } from "./scratch.js";

test("the library is compiled when a source changes, and a type error is told and not taken for done", async (context) => {
  const { libraryBuild } = await setupModule("library-build");
  const root = scratchClone(context);
  fs.mkdirSync(path.join(root, "node_modules"));
  for (const name of ["@fleetlab", "@types"]) {
    fs.symlinkSync(path.join(workspace, "node_modules", name), path.join(root, "node_modules", name));
  }
  const machine = { env: process.env };
  const source = (name: string) => path.join(root, "lib", name);
  const compiled = (name: string) => path.join(root, "lib/dist", name);
  writeFile(source("other/passing.ts"), "export const passing = 1;\n");

  assert.equal(libraryBuild.isDone({ root }), false, "never compiled");
  await libraryBuild.perform({ root, machine });
  assert.equal(libraryBuild.isDone({ root }), true);
  assert.match(fs.readFileSync(compiled("index.js"), "utf8"), /42/);
  assert.ok(fs.existsSync(compiled("index.d.ts")));
  assert.deepEqual(
    fs.readdirSync(path.join(root, "lib")).filter((name) => name.startsWith(".dist")),
    [],
  );

  fs.rmSync(compiled("other/passing.js"));
  assert.equal(libraryBuild.isDone({ root }), false, "a compiled file was deleted");

  fs.rmSync(source("other/passing.ts"));
  writeFile(source("index.ts"), 'export const answer: number = "42";\n');
  await assert.rejects(libraryBuild.perform({ root, machine }), {
    name: "SetupProblem",
    message: /^the library does not compile: 1 type error, .*lib\/index\.ts\(1,14\): error TS2322/,
  });
  assert.equal(libraryBuild.isDone({ root }), false, "it does not compile");
  assert.equal(fs.existsSync(compiled("other")), false, "what a deleted source had become is gone");
});

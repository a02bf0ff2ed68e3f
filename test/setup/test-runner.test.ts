import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { lines, runNode, scratchClone, workspace, writeFile } from "./scratch.js";

test("the test script runs the files asked for, fails with a failing test, and closes with the counts", (context) => {
  const root = scratchClone(context);
  fs.symlinkSync(path.join(workspace, "node_modules"), path.join(root, "node_modules"));
  const start = 'import { test } from "node:test";\n';
  writeFile(
    path.join(root, "test/good/one.test.ts"),
    `${start}test("first", () => {});\ntest("second", () => {});\n`,
  );
  writeFile(
    path.join(root, "test/bad.test.ts"),
    `${start}test("broken", () => { throw new Error("as it should"); });\n`,
  );

  const all = runNode(["scripts/test.mjs"], root);
  assert.equal(all.code, 1, all.stderr);
  assert.match(all.stdout, /as it should/);
  const closing = lines(all.stdout).slice(-8);
  assert.deepEqual(closing.slice(0, 4), ["# tests 3", "# suites 0", "# pass 2", "# fail 1"]);

  const one = runNode(["scripts/test.mjs", "test/good/one.test.ts"], root);
  assert.equal(one.code, 0, one.stdout);
  assert.deepEqual(lines(one.stdout).slice(-8, -4), ["# tests 2", "# suites 0", "# pass 2", "# fail 0"]);

  const named = runNode(["scripts/test.mjs", "--test-name-pattern", "second", "good"], root);
  assert.equal(named.code, 0, named.stdout);
  assert.ok(lines(named.stdout).includes("# pass 1"), named.stdout);

  const none = runNode(["scripts/test.mjs", "nowhere"], root);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /no test file matches "nowhere"/);
});

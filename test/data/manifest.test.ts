import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestFile, readManifest } from "../../lib/data/index.js";
import { put, temporaryWorkspace } from "../report/temporary-workspace.js";

test("a cut-off manifest is an input error", (context) => {
  const workspace = temporaryWorkspace(context);
  put(workspace.root, "data/manifest.json", '{ "loads.csv": {');
  assert.throws(() => readManifest(manifestFile(workspace.dataDir)), {
    name: "InputError",
    message: /manifest\.json/,
  });
});

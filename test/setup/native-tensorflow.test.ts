import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { scratchFolder, setupModule, writeFile } from "./scratch.js";

const installer = `
const fs = require("node:fs");
fs.mkdirSync("deps/lib", { recursive: true });
fs.writeFileSync("deps/lib/libtensorflow.so.2", "");
fs.mkdirSync("lib/napi-v8", { recursive: true });
fs.writeFileSync("lib/napi-v8/tfjs_binding.node", "");
`;
const failingInstaller = `console.error("Error: getaddrinfo ENOTFOUND"); process.exit(1);`;

/** Stands in for the package: its installer makes empty files, and it "loads" where these are linked in. */
const entry = `
require("node:fs").readFileSync(require("node:path").join(__dirname, "lib/napi-v8/tfjs_binding.node"));
exports.matMul = () => ({ arraySync: () => [[19, 22], [43, 50]] });
exports.getBackend = () => "tensorflow";
`;

function standIn(test: TestContext, install: string) {
  const root = scratchFolder(test);
  const folder = path.join(root, "node_modules/@tensorflow/tfjs-node");
  const manifest = {
    name: "@tensorflow/tfjs-node",
    version: "4.22.0",
    main: "main.js",
    binary: { napi_versions: [3, 8] },
  };
  const make = () => {
    writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
    writeFile(path.join(folder, "main.js"), entry);
    writeFile(path.join(folder, "binding.gyp"), "{}");
    writeFile(path.join(folder, "binding/empty.cc"), "");
    writeFile(path.join(folder, "scripts/install.js"), install);
  };
  make();
  const machine = { platform: "linux", arch: "riscv", napiVersion: "9", env: process.env };
  return {
    make,
    folder,
    context: { root, machine, cache: path.join(root, "cache"), logs: path.join(root, "logs") },
  };
}

test("the package's own download is tried first, cached, and linked in again after a reinstallation", async (test) => {
  const { nativeTensorflow } = await setupModule("native-tensorflow");
  const { make, folder, context } = standIn(test, installer);
  assert.equal(nativeTensorflow.isDone(context), false);
  assert.equal(nativeTensorflow.needsCompiler(context), true);
  assert.equal(await nativeTensorflow.perform(context), "official download");
  assert.equal(nativeTensorflow.isDone(context), true);
  assert.equal(nativeTensorflow.notice(context), undefined);
  assert.deepEqual(fs.readdirSync(context.cache).length, 1, "no leftovers of the build");

  fs.rmSync(path.join(context.root, "node_modules"), { recursive: true });
  make();
  writeFile(path.join(folder, "scripts/install.js"), failingInstaller);
  assert.equal(nativeTensorflow.isDone(context), false);
  assert.equal(nativeTensorflow.needsCompiler(context), false, "the cache has it");
  assert.equal(await nativeTensorflow.perform(context), "official download");
  assert.equal(nativeTensorflow.isDone(context), true);

  fs.rmSync(context.cache, { recursive: true });
  assert.equal(nativeTensorflow.isDone(context), false, "its links lead nowhere");
});

test("where no way leads to the library, one line says how much slower it is, and --retry forgets it", async (test) => {
  const { nativeTensorflow } = await setupModule("native-tensorflow");
  const { context } = standIn(test, failingInstaller);
  assert.equal(await nativeTensorflow.perform(context), "not available");
  assert.equal(nativeTensorflow.isDone(context), true);
  assert.match(
    nativeTensorflow.notice(context),
    /^TensorFlow runs without its native library.*18 times at 8192.*no network.*--retry$/,
  );
  nativeTensorflow.forget(context);
  assert.equal(nativeTensorflow.isDone(context), false);
});

test("a library that does not load is not kept", async (test) => {
  const { nativeTensorflow } = await setupModule("native-tensorflow");
  const { folder, context } = standIn(test, installer);
  writeFile(path.join(folder, "main.js"), `throw new Error("symbol not found")`);
  assert.equal(await nativeTensorflow.perform(context), "not available");
  assert.match(nativeTensorflow.notice(context), /was built but does not load/);
  assert.deepEqual(fs.readdirSync(context.cache), []);
});

test("headers are taken from beside Node where they are, and else left to node-gyp", async (test) => {
  const { nodeHeaders } = await setupModule("native-tensorflow-sources");
  const prefix = scratchFolder(test);
  assert.equal(nodeHeaders(path.join(prefix, "bin/node")), undefined);
  writeFile(path.join(prefix, "include/node/node.h"), "");
  assert.equal(nodeHeaders(path.join(prefix, "bin/node")), prefix);
});

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { lines, pathWith, runNode, scratchClone, scratchFolder, setupModule, writeFile } from "./scratch.js";

// Nothing listens on the discard port of the loopback address: connections are refused at once.
const nowhere = "http://127.0.0.1:9/";

/** Environment of a machine on which nothing is cached and no registry answers. */
function offline(test: TestContext): Record<string, string> {
  const cache = scratchFolder(test);
  return {
    FLEETLAB_CACHE: path.join(cache, "library"),
    npm_config_cache: path.join(cache, "npm"),
    npm_config_registry: nowhere,
    PIP_INDEX_URL: nowhere,
    PIP_FIND_LINKS: "",
    PIP_CACHE_DIR: path.join(cache, "pip"),
  };
}

function assertOneLine(outcome: { code: number | null; stderr: string }, pattern: RegExp): void {
  assert.equal(outcome.code, 2, outcome.stderr);
  assert.equal(lines(outcome.stderr).length, 1, outcome.stderr);
  assert.match(outcome.stderr, pattern);
}

test("only Node 20.11 up to 22 is accepted", async () => {
  const { requireNodeVersion } = await setupModule("machine");
  for (const nodeVersion of ["20.11.0", "20.20.2", "21.7.3", "22.12.0"]) requireNodeVersion({ nodeVersion });
  for (const nodeVersion of ["18.20.4", "20.10.9", "23.0.0", "24.1.0"]) {
    assert.throws(
      () => requireNodeVersion({ nodeVersion }),
      new RegExp(`Node ${nodeVersion}.*install Node 20.11`),
    );
  }
});

test("an unsupported Node version ends the set-up with one line, before anything is touched", (context) => {
  const root = scratchClone(context);
  const before = fs.readdirSync(root);
  const preload = path.join(scratchFolder(context), "version.cjs");
  for (const version of ["16.20.2", "20.10.0", "23.4.0"]) {
    writeFile(
      preload,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    assertOneLine(runNode(["--require", preload, "scripts/setup.mjs"], root), /install Node 20\.11 or later/);
  }
  assert.deepEqual(fs.readdirSync(root), before);
});

test("a missing compiler is one line that says how to get one, before anything is installed", (context) => {
  const root = scratchClone(context);
  const PATH = pathWith(path.join(scratchFolder(context), "bin"), "python3", "npm");
  const outcome = runNode(["scripts/setup.mjs"], root, { ...offline(context), PATH, CXX: "" });
  assertOneLine(outcome, /no C\+\+ compiler and no make found.*install/);
  assert.equal(fs.existsSync(path.join(root, "node_modules")), false);
});

test("a missing Python is one line that says how to get one", (context) => {
  const root = scratchClone(context);
  const PATH = pathWith(path.join(scratchFolder(context), "bin"), "npm", "g++", "make");
  const outcome = runNode(["scripts/setup.mjs"], root, { ...offline(context), PATH });
  assertOneLine(outcome, /no Python found.*python3-venv/);
});

test("a Python that is too old, or has no venv module, is named", async (context) => {
  const { findPython } = await setupModule("machine");
  const folder = scratchFolder(context);
  const python = path.join(folder, "python3");
  writeFile(python, "#!/bin/sh\necho 3 9\n", 0o755);
  await assert.rejects(findPython({ env: { PATH: folder } }), /only Python 3\.9 found/);
  writeFile(python, "#!/bin/sh\necho 3 12\necho 'No module named venv' >&2\nexit 1\n", 0o755);
  await assert.rejects(
    findPython({ env: { PATH: folder } }),
    /only Python 3\.12 without its venv module found/,
  );
  writeFile(python, "#!/bin/sh\necho 3 12\n", 0o755);
  assert.equal(await findPython({ env: { PATH: folder } }), python);
});

test("without a network npm fails with one line and the packages that were there survive", (context) => {
  const root = scratchClone(context);
  const keepsakes = ["node_modules/kept/index.js", "lib/node_modules/kept/index.js"];
  for (const file of keepsakes) writeFile(path.join(root, file), "kept");
  assertOneLine(
    runNode(["scripts/setup.mjs"], root, offline(context)),
    /no network: the npm registry can't be reached/,
  );
  for (const file of keepsakes) assert.equal(fs.readFileSync(path.join(root, file), "utf8"), "kept");
});

test("packages that an interrupted installation set aside come back when the next one fails", (context) => {
  const root = scratchClone(context);
  writeFile(path.join(root, ".cache/node_modules-before/node_modules/kept/index.js"), "kept");
  writeFile(path.join(root, "node_modules/half/index.js"), "half");
  assertOneLine(runNode(["scripts/setup.mjs"], root, offline(context)), /no network/);
  assert.deepEqual(fs.readdirSync(path.join(root, "node_modules")), ["kept"]);
});

test("without a network Python's packages fail with one line and are not taken for installed", async (context) => {
  const root = scratchClone(context);
  const { pythonEnvironment } = await setupModule("python-environment");
  const { thisMachine } = await setupModule("machine");
  const machine = { ...thisMachine(), env: { ...process.env, ...offline(context) } };
  const step = { root, machine, logs: path.join(root, ".cache/setup") };
  await assert.rejects(pythonEnvironment.perform(step), {
    name: "SetupProblem",
    message:
      /^Python packages: no network: the Python package index can't be reached.*details: .*python-packages\.log\)$/,
  });
  assert.equal(pythonEnvironment.isDone(step), false);
});

test("a full disk is one line with the space that is free and needed, before anything is installed", async (context) => {
  const root = scratchClone(context);
  const { setUp } = await setupModule("main");
  const { thisMachine } = await setupModule("machine");
  const machine = { ...thisMachine(), freeBytes: () => 10 * 2 ** 20 };
  const said: string[] = [];
  await assert.rejects(setUp({ root, machine, say: (line: string) => said.push(line) }), {
    name: "SetupProblem",
    message: /^the disk is full: 10 MiB are free at .*needs \d{3,} MiB: free some space/,
  });
  assert.deepEqual(said, []);
  assert.equal(fs.existsSync(path.join(root, "node_modules")), false);
});

test("a command's output is put down to a full disk, a dead network or missing rights", async () => {
  const { knownCause } = await setupModule("problem");
  const cases: [string, RegExp | undefined][] = [
    ["npm error code ENOSPC\nnpm error nospc There appears to be insufficient space", /disk is full/],
    ["OSError: [Errno 28] No space left on device", /disk is full/],
    [
      "npm error code EAI_AGAIN\nnpm error request to x failed, reason: getaddrinfo EAI_AGAIN",
      /no network: the shop/,
    ],
    ["Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", /no network/],
    ["npm error code EACCES\nnpm error syscall mkdir", /who owns this folder/],
    ["error: 'c_api.h' not found", undefined],
  ];
  for (const [output, expected] of cases) {
    const cause = knownCause(output, "the shop");
    if (expected === undefined) assert.equal(cause, undefined);
    else assert.match(cause, expected);
  }
});

test("an unknown option is one line", (context) => {
  assertOneLine(runNode(["scripts/setup.mjs", "--fast"], scratchClone(context)), /unknown option --fast/);
});

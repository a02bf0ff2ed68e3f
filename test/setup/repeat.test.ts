import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { lines, runNode, scratchFolder, setupModule, workspace, writeFile } from "./scratch.js";

test("a second set-up of this workspace does nothing, in under 3 s", () => {
  const first = runNode(["scripts/setup.mjs"], workspace);
  assert.equal(first.code, 0, first.stderr);
  const second = runNode(["scripts/setup.mjs"], workspace);
  assert.equal(second.code, 0, second.stderr);
  assert.deepEqual(
    lines(second.stdout).filter((line) => !/left out|without its native library/.test(line)),
    [],
  );
  assert.ok(second.seconds < 3, `took ${second.seconds} s`);
});

test("npm packages count as installed only if each one is there as the lockfile says", async (context) => {
  const { npmPackages } = await setupModule("npm-packages");
  const root = scratchFolder(context);
  const packages = {
    "": { name: "root" },
    "node_modules/one": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/for-others": { version: "1.0.0", optional: true, os: ["aix"] },
  };
  const installed = { "node_modules/one": packages["node_modules/one"] };
  const lockfile = path.join(root, "package-lock.json");
  const record = path.join(root, "node_modules", ".package-lock.json");
  const manifest = path.join(root, "node_modules", "one", "package.json");
  const isDone = () => npmPackages.isDone({ root, machine: { platform: "linux", arch: "x64" } });

  writeFile(lockfile, JSON.stringify({ packages }));
  assert.equal(isDone(), false, "nothing installed");
  writeFile(record, JSON.stringify({ packages: installed }));
  assert.equal(isDone(), false, "recorded, but its folder is missing");
  writeFile(manifest, "{}");
  assert.equal(isDone(), true);
  writeFile(
    lockfile,
    JSON.stringify({ packages: { ...packages, "node_modules/two": { version: "2.0.0" } } }),
  );
  assert.equal(isDone(), false, "a package was added to the lockfile");
  const ours = {
    ...packages,
    "node_modules/for-us": { version: "1.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
  };
  writeFile(lockfile, JSON.stringify({ packages: ours }));
  assert.equal(isDone(), false, "an optional package for this machine is missing");
  writeFile(
    lockfile,
    JSON.stringify({ packages: { "node_modules/one": { version: "1.0.1", integrity: "sha512-b" } } }),
  );
  assert.equal(isDone(), false, "another version is wanted");
  writeFile(record, JSON.stringify({ packages: installed }).slice(0, 20));
  assert.equal(isDone(), false, "a damaged record");
});

test("a Python environment that was deleted in part, copied or made from other requirements is made again", async (context) => {
  const { pythonEnvironment } = await setupModule("python-environment");
  const root = scratchFolder(context);
  const requirements = path.join(root, "scripts/requirements/python.txt");
  const { fingerprint } = await setupModule("files");
  writeFile(requirements, "locust==1\n");
  const stamp = () =>
    writeFile(
      path.join(root, ".venv/setup.json"),
      JSON.stringify({ inputs: fingerprint(root, "locust==1\n") }),
    );
  const programs = ["python", "pip", "jupyter", "jupyter-lab", "jupyter-nbconvert", "locust"];
  for (const name of programs) writeFile(path.join(root, ".venv/bin", name), "");
  assert.equal(pythonEnvironment.isDone({ root }), false, "not stamped");
  stamp();
  assert.equal(pythonEnvironment.isDone({ root }), true);
  fs.rmSync(path.join(root, ".venv/bin/locust"));
  assert.equal(pythonEnvironment.isDone({ root }), false, "a program is missing");
  writeFile(path.join(root, ".venv/bin/locust"), "");
  writeFile(requirements, "locust==2\n");
  assert.equal(pythonEnvironment.isDone({ root }), false, "other requirements");
  writeFile(requirements, "locust==1\n");
  const elsewhere = `${root}-moved`;
  context.after(() => fs.rmSync(elsewhere, { recursive: true, force: true }));
  fs.cpSync(root, elsewhere, { recursive: true });
  assert.equal(pythonEnvironment.isDone({ root: elsewhere }), false, "copied to another folder");
});

test("the lock of a process that is gone is taken over, and that of a running one is waited for", async (context) => {
  const { takeLock } = await setupModule("lock");
  const file = path.join(scratchFolder(context), "setup.lock");
  const hold = (pid: number | undefined) => writeFile(file, JSON.stringify({ pid, host: hostname() }));

  const gone: ChildProcess = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => gone.once("close", resolve));
  hold(gone.pid);
  const release = await takeLock(file);
  release();
  assert.equal(fs.existsSync(file), false);

  writeFile(file, '{"pid":');
  (await takeLock(file))();

  const holder = spawn(process.execPath, ["-e", "setTimeout(() => {}, 700)"]);
  hold(holder.pid);
  const waitedFor: number[] = [];
  const started = performance.now();
  (await takeLock(file, { onWait: (pid: number) => waitedFor.push(pid) }))();
  assert.deepEqual(waitedFor, [holder.pid]);
  assert.ok(performance.now() - started > 200);
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { workspace } from "./scratch.js";

const read = (file: string) => JSON.parse(readFileSync(join(workspace, file), "utf8"));

test("npx tsc is the project's TypeScript, though the notebooks' kernel brings an older one", () => {
  const wanted = read("package.json").devDependencies["@fleetlab/typescript"];
  const said = execFileSync("npx", ["--no-install", "tsc", "--version"], {
    cwd: workspace,
    encoding: "utf8",
  });
  assert.equal(`npm:typescript@${said.replace("Version ", "").trim()}`, wanted);
  // npm gives a command's name to the first package by name that has it.
  const packages: Record<string, { bin?: Record<string, string> }> = read("package-lock.json").packages;
  const compilers = Object.keys(packages).filter((folder) => packages[folder]?.bin?.tsc !== undefined);
  assert.ok(compilers.length > 1, "with one compiler it could have its own name");
  assert.equal(compilers.sort()[0], "node_modules/@fleetlab/typescript");
});

test("TensorFlow's parts are of one version, in the library and in what it reports with", () => {
  const { dependencies } = read("lib/package.json");
  const { overrides } = read("package.json");
  const own = Object.keys(dependencies).filter((name) => name.startsWith("@tensorflow/"));
  assert.ok(own.length > 1);
  for (const name of own) assert.equal(dependencies[name], dependencies["@tensorflow/tfjs-node"], name);
  assert.equal(overrides["danfojs-node"]["@tensorflow/tfjs-node"], dependencies["@tensorflow/tfjs-node"]);
});

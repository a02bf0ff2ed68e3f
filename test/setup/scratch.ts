import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";

export const workspace = path.resolve(__dirname, "..", "..");

/** A module of scripts/setup. It is plain JavaScript, so its exports have no types. */
// biome-ignore lint/suspicious/noExplicitAny: the scripts must run before TypeScript is installed.
export function setupModule(name: string): Promise<any> {
  const url = pathToFileURL(path.join(workspace, "scripts", "setup", `${name}.mjs`)).href;
  return import(url);
}

/** An empty folder that goes away with the test. */
export function scratchFolder(test: TestContext): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "fleetlab-setup-")));
  test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A clone in which nothing is installed yet, which needs one npm package, and whose library is a single file. */
export function scratchClone(test: TestContext): string {
  const root = scratchFolder(test);
  for (const name of [".npmrc", "scripts", "tsconfig.json", "lib/tsconfig.json"]) {
    fs.cpSync(path.join(workspace, name), path.join(root, name), { recursive: true });
  }
  const manifest = { name: "scratch", version: "1.0.0", workspaces: ["lib"], dependencies: { zod: "4.6.7" } };
  const library = { name: "fleetlab", version: "1.0.0" };
  const packages = {
    "": manifest,
    lib: library,
    "node_modules/fleetlab": { resolved: "lib", link: true },
    "node_modules/zod": { version: "4.6.7", integrity: `sha512-${"A".repeat(86)}==` },
  };
  const lockfile = { name: "scratch", version: "1.0.0", lockfileVersion: 3, requires: true, packages };
  writeFile(path.join(root, "package.json"), JSON.stringify(manifest));
  writeFile(path.join(root, "package-lock.json"), JSON.stringify(lockfile));
  writeFile(path.join(root, "lib/package.json"), JSON.stringify(library));
  writeFile(path.join(root, "lib/index.ts"), "export const answer: number = 42;\n");
  return root;
}

export function writeFile(file: string, content: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content, { mode });
}

/** A folder that holds only the given commands, to be used as PATH. */
export function pathWith(folder: string, ...commands: string[]): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const command of commands) {
    const found = (process.env.PATH ?? "")
      .split(path.delimiter)
      .map((place) => path.join(place, command))
      .find((file) => fs.existsSync(file));
    if (found === undefined) throw new Error(`this test needs ${command} on PATH`);
    fs.symlinkSync(found, path.join(folder, command));
  }
  return folder;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs Node on a script, outside the surrounding test run. */
export function runNode(args: readonly string[], cwd: string, env: Record<string, string> = {}): Outcome {
  const inherited: NodeJS.ProcessEnv = { ...process.env, ...env };
  delete inherited.NODE_TEST_CONTEXT;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: inherited,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr, seconds: (performance.now() - started) / 1000 };
}

export function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

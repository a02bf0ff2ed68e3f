import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Workspace } from "./workspace.js";

/** Folders of lib/ whose code decides what is measured. */
const MEASURING = ["check", "random", "queueing", "workload", "cluster", "control", "ppo", "evaluation"];

/**
 * The version of the measuring code: the package's version and the start of a SHA-256 over the sources of the folders that
 * decide what is measured (not of reporting or the command line), e.g. `0.1.0+3f2a90c41b7d`.
 */
export function codeVersion(workspace: Workspace): string {
  const lib = join(workspace.root, "lib");
  const hash = createHash("sha256");
  for (const folder of MEASURING) for (const path of sources(join(lib, folder))) addSource(hash, lib, path);
  const { version } = JSON.parse(readFileSync(join(lib, "package.json"), "utf8"));
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}

/** Adds a source file to a hash: its path relative to `base`, so that renaming shows, and its content. */
export function addSource(hash: Hash, base: string, path: string): void {
  hash
    .update(`${relative(base, path).split(sep).join("/")}\0`)
    .update(readFileSync(path))
    .update("\0");
}

function sources(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|py)$/.test(name) && !name.split(sep).includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";
import { readManifest } from "../data/index.js";
import { codeHash } from "../evaluation/index.js";
import { fileHash, presentInputs } from "./data-reader.js";
import type { Definition, FigureDefinition } from "./definitions.js";

/** An input as it was when it was read. */
export interface InputProvenance {
  readonly sha256: string;
  /** How its parts were measured, as the data manifest says; empty where it says nothing. */
  readonly measured: readonly Measurement[];
}

/** One measurement: the command, its seed, and the hash of the code behind it (`codeHash` of `codeFolders`). */
export interface Measurement {
  readonly command: string;
  readonly seed: number;
  readonly code: string;
  readonly codeFolders: readonly string[];
}

/** Hash and origin of every input of `definition`. Inputs must exist. @throws InputError where the manifest is damaged. */
export function inputProvenance(
  workspace: Workspace,
  definition: Definition,
): Readonly<Record<string, InputProvenance>> {
  const inputs = presentInputs(workspace, definition);
  const manifest = inputs.length === 0 ? {} : readManifest(join(workspace.dataDir, "manifest.json"));
  return Object.fromEntries(
    inputs.map((file) => {
      const measured = (manifest[file]?.provenance ?? []).map(({ command, seed, code, codeFolders }) => ({
        command,
        seed,
        code,
        codeFolders,
      }));
      return [file, { sha256: fileHash(join(workspace.dataDir, file)), measured }];
    }),
  );
}

/** Whether a measurement's code isn't today's. */
export function isOlderCode({ code, codeFolders }: Measurement): boolean {
  try {
    return codeHash(codeFolders) !== code;
  } catch (error) {
    if (error instanceof RangeError) return true; // a folder it depended on is gone
    throw error;
  }
}

/** The library's version and the hash of the code that results depend on, e.g. `0.1.0+3f2a90c41b7d`. */
export function codeVersion(workspace: Workspace): string {
  const { version } = JSON.parse(readFileSync(join(workspace.root, "lib", "package.json"), "utf8"));
  return `${version}+${codeHash()}`;
}

/**
 * SHA-256 over a figure's drawing code: its file and what that imports, as far as it lies in the folders of report and study. (What the
 * rest of the library computes for it shows when the figure is drawn again and compared.)
 * @throws InputError where the file is missing.
 */
export function drawingHash(workspace: Workspace, figure: FigureDefinition): string {
  const start = resolve(workspace.root, figure.source);
  if (!existsSync(start))
    throw new InputError(`figure ${figure.id}: its drawing code ${figure.source} isn't there`);
  const lib = join(workspace.root, "lib") + sep;
  const drawing = ["report", "study"].map((folder) => join(workspace.root, "lib", folder) + sep);
  const seen = new Set([start]);
  for (const path of seen)
    for (const imported of relativeImports(path))
      if (drawing.some((folder) => imported.startsWith(folder)) || !imported.startsWith(lib))
        seen.add(imported);
  const hash = createHash("sha256");
  for (const path of [...seen].sort())
    hash
      .update(`${relative(workspace.root, path).split(sep).join("/")}\0`)
      .update(readFileSync(path))
      .update("\0");
  return hash.digest("hex");
}

/** Source files that `path` imports relatively for their values (types don't draw). */
function relativeImports(path: string): readonly string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\b(?!\s+type\b)[^;"']*["'](\.{1,2}\/[^"']+)["']/gm)]
    .map(([, target]) => resolve(dirname(path), target.replace(/\.js$/, ".ts")))
    .filter((target) => existsSync(target));
}

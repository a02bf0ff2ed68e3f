import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { InputError } from "../check/index.js";
import { addSource } from "./code-version.js";
import { fileHash } from "./data-reader.js";
import type { Definition, FigureDefinition } from "./definitions.js";
import { dataManifest } from "./manifest.js";
import type { Workspace } from "./workspace.js";

/** An input as it was when it was read. */
export interface InputProvenance {
  readonly sha256: string;
  /** The version of the code that measured it, where the data manifest says so. */
  readonly codeVersion?: string;
}

/** Hash, and measuring code version, of every input of `definition`. Inputs must exist. */
export function inputProvenance(
  workspace: Workspace,
  definition: Definition,
): Readonly<Record<string, InputProvenance>> {
  const manifest = dataManifest(workspace);
  return Object.fromEntries(
    definition.inputs.map((file) => {
      const codeVersion = manifest[file]?.codeVersion;
      const sha256 = fileHash(join(workspace.dataDir, file));
      return [file, codeVersion === undefined ? { sha256 } : { sha256, codeVersion }];
    }),
  );
}

/** The file that draws a figure, relative to the workspace. */
export function drawingSource(figure: FigureDefinition): string {
  return figure.source ?? `lib/report/figures/${figure.id}.ts`;
}

/**
 * SHA-256 over a figure's drawing code: its file and what that imports, as far as it lies in the reporting folder. (What the
 * rest of the library computes for it shows when the figure is drawn again and compared.)
 * @throws InputError where the file is missing.
 */
export function drawingHash(workspace: Workspace, figure: FigureDefinition): string {
  const start = resolve(workspace.root, drawingSource(figure));
  if (!existsSync(start))
    throw new InputError(`figure ${figure.id}: its drawing code ${drawingSource(figure)} isn't there`);
  const lib = join(workspace.root, "lib") + sep;
  const report = join(workspace.root, "lib", "report") + sep;
  const seen = new Set([start]);
  for (const path of seen)
    for (const imported of relativeImports(path))
      if (imported.startsWith(report) || !imported.startsWith(lib)) seen.add(imported);
  const hash = createHash("sha256");
  for (const path of [...seen].sort()) addSource(hash, workspace.root, path);
  return hash.digest("hex");
}

/** Source files that `path` imports relatively for their values (types don't draw). */
function relativeImports(path: string): readonly string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\b(?!\s+type\b)[^;"']*["'](\.{1,2}\/[^"']+)["']/gm)]
    .map(([, target]) => resolve(dirname(path), target.replace(/\.js$/, ".ts")))
    .filter((target) => existsSync(target));
}

import { existsSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";
import { readManifest } from "../data/index.js";
import { closureHash, codeHash } from "../files/index.js";
import { fileHash, presentInputs } from "./data-reader.js";
import type { Definition, FigureDefinition } from "./definitions.js";

/** An input as it was when it was read. */
export interface InputProvenance {
  readonly sha256: string;
  /** How its parts were measured, as the data manifest says; empty where it says nothing. */
  readonly measured: readonly Measurement[];
}

/** One measurement: the command, its seed, and the hash of the code behind it (`codeHash`). */
export interface Measurement {
  readonly command: string;
  readonly seed: number;
  readonly code: string;
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
      const measured = (manifest[file]?.provenance ?? []).map(({ command, seed, code }) => ({
        command,
        seed,
        code,
      }));
      return [file, { sha256: fileHash(join(workspace.dataDir, file)), measured }];
    }),
  );
}

/** The library's version and the hash of a figure's whole code, e.g. `0.1.0+3f2a90c41b7d`. */
export function codeVersion(workspace: Workspace, figure: FigureDefinition): string {
  const { version } = JSON.parse(readFileSync(join(workspace.root, "lib", "package.json"), "utf8"));
  return `${version}+${codeHash([sourceOf(workspace, figure)])}`;
}

/**
 * SHA-256 over a figure's drawing code: its file and what that imports for values, as far as it lies in the folders of report and
 * study. (What the rest of the library computes for it shows when the figure is drawn again and compared.)
 * @throws InputError where the file is missing.
 */
export function drawingHash(workspace: Workspace, figure: FigureDefinition): string {
  const lib = join(workspace.root, "lib") + sep;
  const drawing = ["report", "study"].map((folder) => join(lib, folder) + sep);
  return closureHash(
    [sourceOf(workspace, figure)],
    (file) => !file.startsWith(lib) || drawing.some((folder) => file.startsWith(folder)),
  );
}

function sourceOf(workspace: Workspace, figure: FigureDefinition): string {
  const source = resolve(workspace.root, figure.source);
  if (!existsSync(source))
    throw new InputError(`figure ${figure.id}: its drawing code ${figure.source} isn't there`);
  return source;
}

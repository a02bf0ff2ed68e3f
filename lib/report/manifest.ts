import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { canonicalJson } from "./canonical-json.js";
import { codeVersion } from "./code-version.js";
import { fileHash } from "./data-reader.js";
import { readJsonFile } from "./read-json.js";
import { shownPath, type Workspace } from "./workspace.js";
import { writeFileWhole } from "./write-file.js";

/** What the data manifest keeps of a result file. */
export interface DataEntry {
  readonly sha256: string;
  /** `codeVersion` of the code that measured it. */
  readonly codeVersion: string;
  /** The command that makes it. */
  readonly command: string;
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly seeds?: readonly number[];
}

/** The data folder's manifest, file -> entry; empty where there is none yet. @throws InputError where it is damaged. */
export function dataManifest(workspace: Workspace): Readonly<Record<string, DataEntry>> {
  const path = manifestPath(workspace);
  if (!existsSync(path)) return {};
  const name = shownPath(workspace, path);
  const content = readJsonFile(
    path,
    name,
    `make the results again with: npm run reproduce -- --budget ${workspace.budget}`,
  );
  const files = (content as { files?: Record<string, DataEntry> } | null)?.files;
  if (typeof files !== "object" || files === null)
    throw new InputError(`${name} has no "files": it isn't a manifest of fleetlab's results`);
  return files;
}

/** Enters result files (paths relative to the data folder, which must exist) into the manifest, others kept. */
export function recordData(
  workspace: Workspace,
  files: readonly string[],
  origin: Pick<DataEntry, "command" | "configuration" | "seeds">,
): void {
  const version = codeVersion(workspace);
  const entries = files.map((file) => [
    file,
    { ...origin, sha256: fileHash(join(workspace.dataDir, file)), codeVersion: version },
  ]);
  const merged = { ...dataManifest(workspace), ...Object.fromEntries(entries) };
  writeFileWhole(manifestPath(workspace), canonicalJson({ files: merged }));
}

/** Files whose content isn't what the manifest recorded: changed by hand, or cut off. */
export function changedData(workspace: Workspace, files: readonly string[]): readonly string[] {
  const manifest = dataManifest(workspace);
  return files.filter((file) => {
    const entry = manifest[file];
    return entry !== undefined && entry.sha256 !== fileHash(join(workspace.dataDir, file));
  });
}

function manifestPath(workspace: Workspace): string {
  return join(workspace.dataDir, "manifest.json");
}

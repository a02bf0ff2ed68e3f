import { join } from "node:path";
import { InputError } from "../check/index.js";
import { type Manifest, manifestFile, readManifest, shownPath, type Workspace } from "../data/index.js";
import { fileHash, makingCommand, missingInput, missingInputs, presentInputs } from "./data-reader.js";
import type { Definition } from "./definitions.js";

/**
 * Throws where data that an export shows are missing, or aren't what the manifest recorded: what it says of how they were measured would be wrong.
 * @throws InputError that names the file and what to do.
 */
export function requireRecorded(
  workspace: Workspace,
  definition: Definition,
  manifest: Manifest = readManifest(manifestFile(workspace.dataDir)),
): void {
  const [missing] = missingInputs(workspace, definition);
  if (missing !== undefined) throw new InputError(missingInput(workspace, definition, missing));
  for (const file of presentInputs(workspace, definition)) {
    const path = join(workspace.dataDir, file);
    const recorded = manifest[file]?.sha256;
    if (recorded === undefined || recorded === fileHash(path)) continue;
    throw new InputError(
      `${definition.id} needs ${shownPath(workspace, path)}, which isn't what the manifest recorded: restore it, or make it again with: ${makingCommand(workspace, definition)}`,
    );
  }
}

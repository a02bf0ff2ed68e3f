import { join, relative, resolve, sep } from "node:path";
import type { Calibration } from "../cluster/docker/calibration/index.js";
import { machine, manifestFile, openWorkspace, writeManifestEntry } from "../data/index.js";
import { codeHash } from "../files/index.js";
import type { ClusterFileFlags } from "./cluster-file-option.js";
import { typedCommand } from "./typed-command.js";

/** Path of what belongs to calibrations, and the manifest that tells of it where that is the workspace's data folder. */
export interface CalibrationPlace {
  readonly path: string;
  readonly manifest: string | undefined;
}

/** The folder that is asked for; else one under build for a cluster of the user's own; else undefined. */
export function calibrationFolder({
  out,
  clusterFile,
}: ClusterFileFlags & { readonly out?: string }): string | undefined {
  if (out !== undefined || clusterFile === undefined) return out;
  return join(openWorkspace().root, "build", "calibration");
}

/** Where a file or folder of that name goes: into `out`, else the workspace's data/calibration. */
export function calibrationPlace(name: string, out: string | undefined): CalibrationPlace {
  const { dataDir } = openWorkspace();
  const path = join(out === undefined ? join(dataDir, "calibration") : resolve(out), name);
  const isData = !relative(dataDir, path).startsWith(`..${sep}`);
  return { path, manifest: isData ? manifestFile(dataDir) : undefined };
}

/** Tells the manifest, where there is one, how the file at `place` was made, and by which module. */
export function describeCalibrationFile(
  { path, manifest }: CalibrationPlace,
  config: object,
  seed: number,
  calibration: Calibration,
  module: string,
): void {
  if (manifest === undefined) return;
  writeManifestEntry(manifest, path, {
    command: typedCommand(),
    date: new Date().toISOString(),
    code: codeHash([module]),
    machine: machine(),
    seed,
    config,
    specs: { [calibration.id]: calibration.spec },
  });
}

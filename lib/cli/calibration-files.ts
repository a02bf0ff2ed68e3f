import { join, relative, resolve, sep } from "node:path";
import type { Calibration } from "../cluster/docker/calibration/index.js";
import { machine, openWorkspace, writeManifestEntry } from "../data/index.js";
import { codeHash, RESULT_SOURCES } from "../evaluation/index.js";
import { typedCommand } from "./typed-command.js";

/** Path of what belongs to calibrations, and the manifest that tells of it where that is the workspace's data folder. */
export interface CalibrationPlace {
  readonly path: string;
  readonly manifest: string | undefined;
}

/** Where a file or folder of that name goes: into `out`, else the workspace's data/calibration. */
export function calibrationPlace(name: string, out: string | undefined): CalibrationPlace {
  const { dataDir } = openWorkspace();
  const path = join(out === undefined ? join(dataDir, "calibration") : resolve(out), name);
  const isData = !relative(dataDir, path).startsWith(`..${sep}`);
  return { path, manifest: isData ? join(dataDir, "manifest.json") : undefined };
}

/** Tells the manifest, where there is one, how the file at `place` was made. */
export function describeCalibrationFile(
  { path, manifest }: CalibrationPlace,
  config: object,
  seed: number,
  calibration: Calibration,
): void {
  if (manifest === undefined) return;
  const codeFolders = [...RESULT_SOURCES, "cluster/docker"];
  writeManifestEntry(manifest, path, {
    command: typedCommand(),
    date: new Date().toISOString(),
    code: codeHash(codeFolders),
    codeFolders,
    machine: machine(),
    seed,
    config,
    specs: { [calibration.id]: calibration.spec },
  });
}

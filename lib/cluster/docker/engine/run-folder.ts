import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { InputError } from "../../../check/index.js";
import { isAlive, processIdentity, readJsonFile, writeFileAtomically } from "../../../files/index.js";
import { isRunName } from "./run-name.js";

/** Ending of a record's name, beside the folder that it tells of: it is written first, and removed last. */
const RECORD = ".json";

/** Whose a run's folder is. */
interface FolderRecord {
  /** The process that made it. */
  readonly owner: string;
  /** The run outlives that process. */
  readonly detached: boolean;
  /** Address of the engine that holds its containers. */
  readonly engine: string;
}

/** This user's folder of runs: the proxies' configurations and runtime sockets. No one else may enter it. */
function allRuns(): string {
  return join(tmpdir(), `fleetlab-${userInfo().uid}`);
}

/** Whether the folder of runs is there, and this user's alone: in another one nothing is touched. */
function isSafe(): boolean {
  const status = lstatSync(allRuns(), { throwIfNoEntry: false });
  return status?.isDirectory() === true && status.uid === userInfo().uid && (status.mode & 0o077) === 0;
}

/** Path of run `run`'s folder. @throws RangeError on what is no run's name: it could lead anywhere. */
export function runFolder(run: string): string {
  if (!isRunName(run)) throw new RangeError(`run must be 8 hexadecimal digits, got ${JSON.stringify(run)}`);
  return join(allRuns(), run);
}

/** Makes the folder of run `run` for this process. @throws InputError where another user holds its place. */
export function makeRunFolder(run: string, record: Omit<FolderRecord, "owner">): string {
  const folder = runFolder(run);
  mkdirSync(allRuns(), { recursive: true, mode: 0o700 });
  if (!isSafe())
    throw new InputError(
      `${allRuns()} must be this user's own, and closed to others: move it away, or set TMPDIR to another folder`,
    );
  writeFileAtomically(`${folder}${RECORD}`, JSON.stringify({ owner: processIdentity(), ...record }));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Removes the folder of run `run`, if it is there. */
export function removeRunFolder(run: string): void {
  const folder = runFolder(run);
  if (!isSafe()) return;
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}${RECORD}`, { force: true });
}

/**
 * Runs whose folder is of no use unless the engine at that address holds something of them: the process that made it has ended,
 * and it isn't a detached run's of another engine.
 */
export function abandonedFolders(engine: string): readonly string[] {
  if (!isSafe()) return [];
  return readdirSync(allRuns())
    .filter((name) => name.endsWith(RECORD))
    .map((name) => name.slice(0, -RECORD.length))
    .filter(isRunName)
    .filter((run) => {
      const record = recordOf(run);
      return record !== undefined && !isAlive(record.owner) && (!record.detached || record.engine === engine);
    });
}

/** Undefined where it has been removed meanwhile. */
function recordOf(run: string): FolderRecord | undefined {
  try {
    return readJsonFile(`${runFolder(run)}${RECORD}`) as FolderRecord;
  } catch {
    return undefined;
  }
}

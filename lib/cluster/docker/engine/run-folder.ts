import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { InputError } from "../../../check/index.js";
import { isAlive, processIdentity } from "../../../files/index.js";

/** Name of the file that tells which process made a folder. */
const OWNER = "owner";

/** This user's folder of runs: the proxies' configurations and runtime sockets. No one else may enter it. */
function allRuns(): string {
  return join(tmpdir(), `fleetlab-${userInfo().uid}`);
}

/** Path of run `run`'s folder. */
export function runFolder(run: string): string {
  return join(allRuns(), run);
}

/** Makes the folder of run `run`. @throws InputError where another user holds its place. */
export function makeRunFolder(run: string): string {
  const folder = runFolder(run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(allRuns());
  if (uid !== userInfo().uid || (mode & 0o077) !== 0)
    throw new InputError(
      `${allRuns()} must be this user's own, and closed to others: move it away, or set TMPDIR to another folder`,
    );
  writeFileSync(join(folder, OWNER), processIdentity());
  return folder;
}

/** Removes the folder of run `run`, if it is there. */
export function removeRunFolder(run: string): void {
  rmSync(runFolder(run), { recursive: true, force: true });
}

/** Folders of runs, and whether the process that made each has ended. */
export function runFolders(): readonly { readonly run: string; readonly isDead: boolean }[] {
  let names: string[];
  try {
    names = readdirSync(allRuns());
  } catch {
    return [];
  }
  return names.map((run) => ({ run, isDead: !isAlive(ownerOf(run)) }));
}

function ownerOf(run: string): string {
  try {
    return readFileSync(join(runFolder(run), OWNER), "utf8");
  } catch {
    return "";
  }
}

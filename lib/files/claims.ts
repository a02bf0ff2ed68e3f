import { closeSync, mkdirSync, openSync, readdirSync, rmdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isAlive, machineName, processIdentity } from "./process.js";

/*
 * A lock is a folder with one file a claimant, named after its process and machine. A claimant makes its file, empty, and then
 * looks at the others: of two, the later one sees the other. It holds the lock once it saw no other living claim, and says so by
 * writing into its file: whose time then tells since when. Where two claim at the same moment the one whose name comes first waits for the other to
 * decide, and the other gives way. A claim's name never comes again, so what a killed process left can be removed by anyone at
 * any time: nothing that lives bears that name.
 */

/** Longest wait in ms for another claimant to decide, which takes it a few file operations. */
const DECISION_PATIENCE = 2000;
/** Pause in ms between two looks. */
const PAUSE = 5;
/** Between process and machine in a claim's name. */
const AT = " at ";

/** Who claims a lock. */
export interface Claimant {
  /** Identity of its process, and name of its machine. */
  readonly process: string;
  readonly machine: string;
  /** Since when it holds the lock (ISO 8601); "": it hasn't decided. */
  readonly since: string;
}

/** Claims the lock in `folder` for this process: undefined where it now holds it, else who has it. */
export function claim(folder: string): Claimant | undefined {
  const file = makeClaim(folder);
  // Another copy of this library in this process has it.
  if (file === undefined) return claimant(folder, ownName());
  let isHeld = false;
  try {
    const winner = otherClaimant(folder);
    if (winner === undefined) writeSync(file, "held");
    isHeld = winner === undefined;
    return winner;
  } finally {
    closeSync(file);
    if (!isHeld) withdraw(folder);
  }
}

/** Removes this process's claim, and the lock's folder where nobody else claims it. */
export function withdraw(folder: string): void {
  rmSync(join(folder, ownName()), { force: true });
  try {
    rmdirSync(folder);
  } catch {}
}

/** Blocks this thread. */
export function pause(milliseconds: number = PAUSE): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Makes this process's claim, empty; undefined where there is one. Whoever leaves the folder empty may remove it meanwhile. */
function makeClaim(folder: string): number | undefined {
  for (;;) {
    makeFolder(folder);
    try {
      return openSync(join(folder, ownName()), "wx");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return undefined;
      if (code !== "ENOENT") throw error;
    }
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** The living claimant that this process gives way to; undefined: there is none. */
function otherClaimant(folder: string): Claimant | undefined {
  const deadline = performance.now() + DECISION_PATIENCE;
  for (;;) {
    const others = livingOthers(folder);
    const winner = others.find(({ name, since }) => since !== "" || name < ownName());
    if (winner !== undefined || others.length === 0) return winner;
    if (performance.now() > deadline) return others[0];
    pause();
  }
}

/** Claims of others that live; those of ended processes are removed. */
function livingOthers(folder: string): (Claimant & { readonly name: string })[] {
  const own = ownName();
  const others = readdirSync(folder)
    .filter((name) => name !== own)
    .map((name) => ({ ...claimant(folder, name), name }));
  return others.filter((other) => {
    // Of a process on another machine nothing is known here: it counts as alive.
    const lives = other.machine !== machineName() || isAlive(other.process);
    if (!lives) rmSync(join(folder, other.name), { force: true });
    return lives;
  });
}

function claimant(folder: string, name: string): Claimant {
  const [process = "", machine = ""] = name.split(AT);
  return { process, machine, since: sinceOf(join(folder, name)) };
}

function sinceOf(file: string): string {
  try {
    const { size, mtime } = statSync(file);
    return size === 0 ? "" : mtime.toISOString();
  } catch {
    return "";
  }
}

function ownName(): string {
  return `${processIdentity()}${AT}${machineName()}`;
}

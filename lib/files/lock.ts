import { mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../check/index.js";
import { type Claimant, claim, pause, withdraw } from "./claims.js";
import { machineName, processIdentity, processNumber } from "./process.js";

/** A file or folder that this process alone writes; `release` lets go of it, and does nothing the second time. */
export interface Lock {
  release(): void;
}

/** Locks of this process, by their folders. */
const held = new Map<string, Lock>();

/**
 * Locks `target`, a file or folder that may not be there yet, so that no other writer works on it: X is locked by a folder X.lock
 * beside it, which goes when this process lets go of it or ends. What a killed process left counts for nothing.
 * @param patience seconds to wait, without doing anything else, for another holder to let go; default 0: it is refused at once.
 * @throws InputError, naming the holder, where another writer has it, or where its folder can't be written to.
 * @example
 * const lock = files.takeLock("results/rows.csv");
 * files.writeFileAtomically("results/rows.csv", "size,cost\n5,1.5\n");
 * lock.release();
 * files.readTextFile("results/rows.csv").length; // -> 16
 */
export function takeLock(target: string, { patience = 0 }: { readonly patience?: number } = {}): Lock {
  const deadline = performance.now() + 1000 * patience;
  const folder = lockFolder(target);
  for (;;) {
    const holder = held.has(folder) ? OWN : claimed(target, folder);
    if (holder === undefined) break;
    if (performance.now() >= deadline) throw refusal(target, folder, holder);
    pause();
  }
  const lock = {
    release() {
      if (held.get(folder) !== lock) return;
      held.delete(folder);
      withdraw(folder);
      if (held.size === 0) forgetEnds();
    },
  };
  if (held.size === 0) noteEnds();
  held.set(folder, lock);
  return lock;
}

/**
 * Does `work` while every one of `targets` is locked for this process; undefined ones are left out.
 * @throws InputError where another writer has one: `work` isn't begun.
 * @example
 * await files.withLock(["results/rows.csv", undefined], async () => 7); // -> 7
 */
export async function withLock<T>(
  targets: readonly (string | undefined)[],
  work: () => T | Promise<T>,
): Promise<T> {
  const locks: Lock[] = [];
  try {
    for (const target of new Set(targets)) if (target !== undefined) locks.push(takeLock(target));
    return await work();
  } finally {
    for (const lock of locks) lock.release();
  }
}

/** This process holds it already. */
const OWN: Claimant = { process: processIdentity(), machine: machineName(), since: "" };

/** Two paths to one place lead to the same lock: links are followed on the way, and at the end to a folder. */
function lockFolder(target: string): string {
  const path = resolve(target);
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return `${realpathSync(path)}.lock`;
    mkdirSync(dirname(path), { recursive: true });
    return `${join(realpathSync(dirname(path)), basename(path))}.lock`;
  } catch (error) {
    throw unwritable(target, error);
  }
}

function claimed(target: string, folder: string): Claimant | undefined {
  try {
    return claim(folder);
  } catch (error) {
    throw unwritable(target, error);
  }
}

function refusal(
  target: string,
  folder: string,
  { process: identity, machine, since }: Claimant,
): InputError {
  const when = since === "" ? "" : ` since ${since}`;
  const isHere = machine === machineName();
  const who =
    isHere && identity === processIdentity()
      ? `this process writes it already${when}`
      : `process ${processNumber(identity)}${isHere ? "" : ` on ${machine}`} writes it${when}`;
  const advice = isHere ? "" : `, or delete ${folder} where that process has ended`;
  return new InputError(`${target} is in use: ${who}: wait for its end, or choose another place${advice}`);
}

function unwritable(target: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return new InputError(`${target} can't be written (${code}): check the path and its rights`);
}

/** Signals that end a process unless it listens to them. */
const ENDS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function releaseAll(): void {
  for (const lock of [...held.values()]) lock.release();
}

/** Lets go of everything where the signal ends the process; where others listen to it, they decide what it does. */
function onEnd(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}

function noteEnds(): void {
  process.on("exit", releaseAll);
  for (const signal of ENDS) process.on(signal, onEnd);
}

function forgetEnds(): void {
  process.off("exit", releaseAll);
  for (const signal of ENDS) process.off(signal, onEnd);
}

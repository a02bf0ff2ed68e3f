import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jsonOf } from "./files.mjs";

/**
 * Waits until no other set-up works on this clone, then keeps others out until this process ends.
 * The lock of a process that no longer runs is taken over.
 */
export async function takeLock(file, { onWait = () => {} } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname() });
  let hasTold = false;
  for (;;) {
    if (createExclusively(file, mine)) break;
    const holder = jsonOf(file);
    if (isAbandoned(file, holder)) {
      moveAway(file, holder);
      continue;
    }
    if (!hasTold && holder) onWait(holder.pid);
    hasTold = true;
    await sleep(200);
  }
  const release = () => {
    if (jsonOf(file)?.pid === process.pid) fs.rmSync(file, { force: true });
    process.removeListener("exit", release);
  };
  process.on("exit", release);
  return release;
}

/** Creates the file with its content in one step: a reader never sees it empty. */
function createExclusively(file, content) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, content);
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function isAbandoned(file, holder) {
  if (!holder) return fs.existsSync(file);
  if (holder.host !== os.hostname()) return ageInMinutes(file) > 60;
  return !isRunning(holder.pid);
}

export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function ageInMinutes(file) {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats ? (Date.now() - stats.mtimeMs) / 60_000 : 0;
}

/** Two processes may find the same abandoned lock: the slower one must not take away the quicker one's new lock. */
function moveAway(file, holder) {
  const aside = `${file}.abandoned.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const moved = jsonOf(aside);
  if (moved?.pid !== holder?.pid) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // A third one already holds it.
    }
  }
  fs.rmSync(aside, { force: true });
}

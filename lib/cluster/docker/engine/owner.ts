import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Owner of what outlives the program that made it, until someone takes it down. */
export const DETACHED = "detached";

/** Identifies a process beyond the reuse of its number: boot of the machine, process number, start time. */
export function processIdentity(pid: number = process.pid): string {
  return `${bootId()}:${pid}:${startTime(pid)}`;
}

/** Whether the process of that identity still runs on this machine. */
export function isAlive(identity: string): boolean {
  const [boot, pid, started] = identity.split(":");
  return boot === bootId() && started !== "" && startTime(Number(pid)) === started;
}

/** Process number in an identity; NaN where there is none. */
export function processNumber(identity: string): number {
  return Number(identity.split(":")[1]);
}

/** Name of this machine: an engine may serve several. */
export function machineName(): string {
  return hostname();
}

function bootId(): string {
  return textOf("/proc/sys/kernel/random/boot_id").trim();
}

/** In clock ticks since boot; "" where there is no such process. */
function startTime(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  // The command's name, in parentheses, may hold spaces; start time is field 22.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

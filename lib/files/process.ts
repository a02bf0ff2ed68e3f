import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Identifies a process beyond the reuse of its number: boot of the machine, process number, start time.
 * @example
 * files.isAlive(files.processIdentity()); // -> true
 */
export function processIdentity(pid: number = process.pid): string {
  return `${bootId()}:${pid}:${startTime(pid)}`;
}

/**
 * Whether the process of that identity still runs on this machine. Where the system doesn't tell of boots and start times (no
 * /proc), any process of that number counts.
 * @example
 * files.isAlive("another boot:1:1"); // -> false
 */
export function isAlive(identity: string): boolean {
  const [boot, pid, started] = identity.split(":");
  if (boot !== bootId()) return false;
  return boot === "" ? isNumberTaken(Number(pid)) : started !== "" && startTime(Number(pid)) === started;
}

/**
 * Process number in an identity; NaN where there is none.
 * @example
 * files.processNumber("d8f1c4:4711:90210"); // -> 4711
 */
export function processNumber(identity: string): number {
  return Number(identity.split(":")[1]);
}

/**
 * Name of this machine: an engine or a folder may serve several.
 * @example
 * files.machineName().length > 0; // -> true
 */
export function machineName(): string {
  return hostname();
}

function bootId(): string {
  return textOf("/proc/sys/kernel/random/boot_id").trim();
}

/** In clock ticks since boot; "" where there is no such process, or it has ended and only its parent hasn't noticed. */
function startTime(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  // The command's name, in parentheses, may hold spaces; state is field 3, start time field 22.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}

function isNumberTaken(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

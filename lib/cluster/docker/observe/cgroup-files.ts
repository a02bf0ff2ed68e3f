import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";

/** The kernel's accounts of a control group. */
export interface CgroupFiles {
  /** CPU seconds used since the group was made. */
  cpuSeconds(): number;
  /** Resident (anonymous) memory in bytes. */
  memoryBytes(): number;
}

/** The accounts of the control group that a process is in, by the text of its /proc/PID/cgroup; undefined: not on this machine. */
export function cgroupFiles(membership: string, root = ROOT): CgroupFiles | undefined {
  return version1(membership, root) ?? version2(membership, root);
}

function version1(membership: string, root: string): CgroupFiles | undefined {
  const file = (controller: string, name: string) => {
    const match = membership
      .split("\n")
      .map((line) => /^\d+:([^:]+):(.*)$/.exec(line))
      .find((found) => found?.[1].split(",").includes(controller));
    return match ? join(root, match[1], match[2], name) : "";
  };
  const cpu = file("cpuacct", "cpuacct.usage");
  const memory = file("memory", "memory.stat");
  if (!existsSync(cpu) || !existsSync(memory)) return undefined;
  return {
    cpuSeconds: () => Number(readFileSync(cpu, "utf8")) * 1e-9,
    memoryBytes: () => field(readFileSync(memory, "utf8"), "rss"),
  };
}

function version2(membership: string, root: string): CgroupFiles | undefined {
  const path = /^0::(.*)$/m.exec(membership)?.[1];
  if (path === undefined || path === "/") return undefined;
  const cpu = join(root, path, "cpu.stat");
  const memory = join(root, path, "memory.stat");
  if (!existsSync(cpu) || !existsSync(memory)) return undefined;
  return {
    cpuSeconds: () => field(readFileSync(cpu, "utf8"), "usage_usec") * 1e-6,
    memoryBytes: () => field(readFileSync(memory, "utf8"), "anon"),
  };
}

/** The number after `name` at the beginning of a line. */
function field(text: string, name: string): number {
  const match = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
  if (match === null) throw new Error(`there is no ${name} in ${JSON.stringify(text.slice(0, 80))}`);
  return Number(match[1]);
}

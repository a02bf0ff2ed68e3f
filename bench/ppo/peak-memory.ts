import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * Largest resident memory so far of a process and of those it started, in MiB; undefined where the system doesn't tell (Linux does). From the process's own page table, because `ru_maxrss` begins at the size of the process that started it.
 */
export function peakMemoryMiB(pid: number): number | undefined {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return undefined;
  const kibibytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1] ?? 0);
  return childrenOf(pid).reduce((sum, child) => sum + (peakMemoryMiB(child) ?? 0), kibibytes / 1024);
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const list = `/proc/${pid}/task/${thread}/children`;
    return existsSync(list) ? readFileSync(list, "utf8").split(" ").filter(Boolean).map(Number) : [];
  });
}

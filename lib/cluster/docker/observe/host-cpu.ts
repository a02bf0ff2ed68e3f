import { cpus } from "node:os";

/** How busy this machine's CPUs were. */
export class HostCpu {
  #before = ticks();

  /** Busy share of all CPUs since the last call, 0 .. 1; NaN where too little time has passed to tell. */
  busyShare(): number {
    const now = ticks();
    const total = now.total - this.#before.total;
    const idle = now.idle - this.#before.idle;
    this.#before = now;
    return total > 0 ? Math.min(1, Math.max(0, 1 - idle / total)) : Number.NaN;
  }
}

function ticks(): { readonly idle: number; readonly total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total };
}

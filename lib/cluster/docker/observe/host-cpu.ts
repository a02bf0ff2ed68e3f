import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** What this machine's CPUs did, as shares of their time, 0 .. 1; NaN where it can't be told. */
export interface HostUse {
  readonly busy: number;
  /** Taken by other machines on the same hardware, where this one is virtual. */
  readonly stolen: number;
}

/** Ticks of all CPUs since the machine started. */
interface Ticks {
  readonly idle: number;
  readonly stolen: number;
  readonly total: number;
}

/** How busy this machine's CPUs were. */
export class HostCpu {
  #before = ticks();

  /** Since the last call. */
  use(): HostUse {
    const now = ticks();
    const before = this.#before;
    this.#before = now;
    const total = now.total - before.total;
    // Too little time has passed to tell.
    if (!(total > 0)) return { busy: Number.NaN, stolen: Number.NaN };
    const share = (of: keyof Ticks) => Math.min(1, Math.max(0, (now[of] - before[of]) / total));
    return { busy: 1 - share("idle"), stolen: share("stolen") };
  }
}

function ticks(): Ticks {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total, stolen: stolenTicks() };
}

/** Only Linux tells: the eighth number of the line of all CPUs, in hundredths of a second where Node has ms. */
function stolenTicks(): number {
  try {
    return 10 * Number(readFileSync("/proc/stat", "utf8").split("\n", 1)[0].split(/\s+/)[8]);
  } catch {
    return Number.NaN;
  }
}

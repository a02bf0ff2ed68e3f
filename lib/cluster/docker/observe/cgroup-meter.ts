import { readFileSync } from "node:fs";
import { monotonicSeconds } from "../clock.js";
import type { Engine } from "../engine/engine.js";
import { type CgroupFiles, cgroupFiles } from "./cgroup-files.js";
import type { ResourceMeter, ResourceUse } from "./resource-meter.js";

/** A meter on the cgroup files of container `id`; undefined where they aren't on this machine. A reading takes microseconds. */
export async function cgroupMeter(engine: Engine, id: string): Promise<ResourceMeter | undefined> {
  const { State } = await engine.ask(`look at container ${id.slice(0, 12)}`, (docker) =>
    docker.getContainer(id).inspect(),
  );
  const membership = textOf(`/proc/${State.Pid}/cgroup`);
  // The engine may be on another machine, where that number is another process's: its group bears the container's id.
  const files = membership.includes(id) ? cgroupFiles(membership) : undefined;
  return files && new CgroupMeter(files);
}

class CgroupMeter implements ResourceMeter {
  #at = monotonicSeconds();
  #cpuSeconds: number;
  #last: ResourceUse = { cores: 0, memoryBytes: 0 };

  constructor(readonly files: CgroupFiles) {
    this.#cpuSeconds = files.cpuSeconds();
  }

  read(): ResourceUse {
    try {
      const at = monotonicSeconds();
      const cpuSeconds = this.files.cpuSeconds();
      const cores = (cpuSeconds - this.#cpuSeconds) / (at - this.#at);
      this.#last = { cores, memoryBytes: this.files.memoryBytes() };
      this.#at = at;
      this.#cpuSeconds = cpuSeconds;
    } catch {
      // The container has just ended, and its files with it: whoever watches it tells of that.
    }
    return this.#last;
  }

  close(): void {
    // Nothing is kept open.
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

import type { Engine } from "../engine/engine.js";
import type { ResourceMeter, ResourceUse } from "./resource-meter.js";

/** One frame of the engine's statistics: what is used of it. */
interface Frame {
  readonly read: string;
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } };
  readonly memory_stats: {
    readonly usage?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
}

/** A meter on the engine's stream of statistics for container `id`, kept open. The stream ticks about once a second. */
export async function engineMeter(engine: Engine, id: string): Promise<ResourceMeter> {
  const stream = await engine.ask(`report statistics of container ${id.slice(0, 12)}`, (docker) =>
    docker.getContainer(id).stats({ stream: true }),
  );
  return new EngineMeter(stream as NodeJS.ReadableStream & { destroy(): void });
}

class EngineMeter implements ResourceMeter {
  #rest = "";
  #newest: Frame | undefined;
  #before: Frame | undefined;
  #last: ResourceUse = { cores: 0, memoryBytes: 0 };

  constructor(readonly stream: NodeJS.ReadableStream & { destroy(): void }) {
    stream.on("data", (chunk) => this.#accept(String(chunk)));
    // A stream that breaks off means that the container or the engine ended: whoever watches them tells of that.
    stream.on("error", () => {});
  }

  read(): ResourceUse {
    const [newest, before] = [this.#newest, this.#before];
    if (newest !== undefined && before !== undefined && newest !== before) {
      const seconds = (Date.parse(newest.read) - Date.parse(before.read)) / 1000;
      const used = newest.cpu_stats.cpu_usage.total_usage - before.cpu_stats.cpu_usage.total_usage;
      if (seconds > 0) this.#last = { cores: (used * 1e-9) / seconds, memoryBytes: residentBytes(newest) };
      this.#before = newest;
    }
    return this.#last;
  }

  close(): void {
    this.stream.destroy();
  }

  #accept(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const frame: Frame = JSON.parse(line);
      if (frame.memory_stats.usage === undefined) continue; // it doesn't run yet, or any more
      this.#newest = frame;
      this.#before ??= frame;
    }
  }
}

/** Anonymous memory, under the names of both versions of cgroups. */
function residentBytes({ memory_stats: { usage = 0, stats = {} } }: Frame): number {
  return stats.rss ?? stats.anon ?? usage;
}

import type { Engine } from "./engine.js";
import { LABEL } from "./labels.js";

/** A container that ended. */
export interface Death {
  /** "worker" or "proxy". */
  readonly role: string;
  /** Index in the cluster; -1 for the proxy. */
  readonly index: number;
  readonly exitCode: number;
}

/** What is done when a container of the run ends, and when the engine itself is lost. */
interface DeathHandlers {
  onDeath(death: Death): void;
  /** The engine closed the stream of events: it has ended, or is ending. */
  onEngineLost(): void;
}

/** Watches the containers of run `run`; returns what ends the watch. */
export async function watchDeaths(engine: Engine, run: string, handlers: DeathHandlers): Promise<() => void> {
  const stop = new AbortController();
  const label = [`${LABEL.run}=${run}`];
  const stream = await engine.ask("report events", (docker) =>
    docker.getEvents({
      filters: { type: ["container"], event: ["die"], label },
      abortSignal: stop.signal,
    }),
  );
  let rest = "";
  stream.on("data", (chunk) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") handlers.onDeath(deathIn(JSON.parse(line)));
  });
  let isLost = false;
  const onEnd = () => {
    if (isLost || stop.signal.aborted) return;
    isLost = true;
    handlers.onEngineLost();
  };
  for (const event of ["end", "close", "error"]) stream.on(event, onEnd);
  return () => stop.abort();
}

function deathIn(event: {
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
}): Death {
  const attributes = event.Actor.Attributes;
  return {
    role: attributes[LABEL.role] ?? "",
    index: Number(attributes[LABEL.index] ?? -1),
    exitCode: Number(attributes.exitCode),
  };
}

import type { Engine } from "./engine.js";
import { isOwn, LABEL, type Labels } from "./labels.js";

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
  const tell = (event: DeathEvent) => {
    const attributes = event.Actor.Attributes;
    // Another container may bear the run's label.
    if (isOwn(attributes.name ?? "", attributes)) handlers.onDeath(deathIn(attributes));
  };
  let rest = "";
  stream.on("data", (chunk) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") tell(JSON.parse(line));
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

/** What the engine tells of a container's end: among its attributes are its name and its labels. */
interface DeathEvent {
  readonly Actor: { readonly Attributes: Labels };
}

function deathIn(attributes: Labels): Death {
  return {
    role: attributes[LABEL.role] ?? "",
    index: Number(attributes[LABEL.index] ?? -1),
    exitCode: Number(attributes.exitCode),
  };
}

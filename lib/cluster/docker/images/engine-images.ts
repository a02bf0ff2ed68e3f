import type Docker from "dockerode";
import type { Engine } from "../engine/engine.js";

/** Whether the engine holds image `name`. */
export async function hasImage(engine: Engine, name: string): Promise<boolean> {
  const found = await engine.askUnlessGone(`look for image ${name}`, (docker) =>
    docker.getImage(name).inspect(),
  );
  return found !== undefined;
}

/** Pulls image `name`. @throws InputError with the registry's reason; the signal's reason when it is aborted. */
export async function pullImage(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  await finishWork(engine, `get image ${name}`, signal, (docker, options) => docker.pull(name, options));
}

/**
 * Has the engine do long work that it reports on, and waits for its end. `begin` hands the options on to the engine's client.
 * @throws InputError with the error that the engine reports; the signal's reason when it is aborted.
 */
export async function finishWork(
  engine: Engine,
  what: string,
  signal: AbortSignal | undefined,
  begin: (docker: Docker, options: { abortSignal?: AbortSignal }) => Promise<NodeJS.ReadableStream>,
): Promise<void> {
  let report = "";
  try {
    const work = async (docker: Docker) => {
      for await (const chunk of await begin(docker, signal ? { abortSignal: signal } : {})) report += chunk;
    };
    await engine.ask(what, work, Number.POSITIVE_INFINITY);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  for (const line of report.split("\n")) {
    const { error } = line.trim() === "" ? { error: undefined } : JSON.parse(line);
    if (error !== undefined) throw engine.problem(what, { statusCode: 500, message: String(error) });
  }
}

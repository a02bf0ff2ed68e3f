import type { Engine } from "../engine/engine.js";

/** Whether the engine holds image `name`. */
export async function hasImage(engine: Engine, name: string): Promise<boolean> {
  const found = await engine.askUnlessGone(`look for image ${name}`, (docker) =>
    docker.getImage(name).inspect(),
  );
  return found !== undefined;
}

/** Pulls image `name`. @throws InputError with the registry's reason. */
export async function pullImage(engine: Engine, name: string): Promise<void> {
  const what = `get image ${name}`;
  await finishStream(engine, what, await engine.ask(what, (docker) => docker.pull(name)));
}

/** Reads the engine's report on long work to its end. @throws InputError with the error it reports. */
export async function finishStream(
  engine: Engine,
  what: string,
  stream: NodeJS.ReadableStream,
): Promise<void> {
  const report = await engine.ask(what, async () => {
    let text = "";
    for await (const chunk of stream) text += chunk;
    return text;
  });
  for (const line of report.split("\n")) {
    const { error } = line.trim() === "" ? { error: undefined } : JSON.parse(line);
    if (error !== undefined) throw engine.problem(what, { statusCode: 500, message: String(error) });
  }
}

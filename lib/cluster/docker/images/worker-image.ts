import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { InputError } from "../../../check/index.js";
import type { Engine } from "../engine/engine.js";
import { type BaseImage, obtainBaseImage } from "./base-image.js";
import { finishWork, hasImage } from "./engine-images.js";
import { type ImageFile, tarOf, treeHash } from "./file-tree.js";

const NODE: BaseImage = {
  official: "node:20-slim",
  own: "fleetlab-node",
  binary: process.execPath,
  program: "/usr/local/bin/node",
};

/**
 * Name of the worker's image: Node, and the compiled worker at /app. It is built when the worker or its base is new.
 * @throws InputError where it can't be had; the signal's reason when it is aborted.
 */
export async function obtainWorkerImage(engine: Engine, signal?: AbortSignal): Promise<string> {
  const base = await obtainBaseImage(engine, NODE, signal);
  const dockerfile = [
    `FROM ${base}`,
    "COPY app /app",
    `ENTRYPOINT ["${NODE.program}", "--max-semi-space-size=1", "/app/main.js"]`,
    "",
  ].join("\n");
  const files: readonly ImageFile[] = [
    { path: "/Dockerfile", content: Buffer.from(dockerfile) },
    ...workerFiles(),
  ];
  const name = `fleetlab-worker:${treeHash(files)}`;
  if (await hasImage(engine, name)) return name;
  await finishWork(engine, `build image ${name}`, signal, (docker, options) =>
    docker.buildImage(tarOf(files), { t: name, ...options }),
  );
  return name;
}

/** The compiled worker: it takes nothing but Node. */
function workerFiles(): readonly ImageFile[] {
  const folder = compiledFolder();
  const scripts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".js")) : [];
  if (scripts.length === 0)
    throw new InputError(`the worker isn't compiled (nothing in ${folder}): run npm run setup`);
  return scripts.sort().map((name) => ({
    path: `/app/${name}`,
    content: readFileSync(join(folder, name)),
  }));
}

/** Where the compiler puts the worker: next to this file's folder, or in lib/dist where this file runs uncompiled. */
function compiledFolder(): string {
  const library = resolve(__dirname, "../../..");
  const compiled = basename(library) === "dist" ? library : join(library, "dist");
  return join(compiled, "cluster", "docker", "worker");
}

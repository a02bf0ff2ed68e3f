import { existsSync } from "node:fs";
import { InputError } from "../../../check/index.js";
import type { Engine } from "../engine/engine.js";
import { finishWork, hasImage, pullImage } from "./engine-images.js";
import { binaryWithLibraries, type ImageFile, tarOf, treeHash } from "./file-tree.js";

/** An image with one program: the official one, else one made of this machine's own binary and its libraries. */
export interface BaseImage {
  /** Official image with its tag. */
  readonly official: string;
  /** Repository of the image that is made of this machine's binary. */
  readonly own: string;
  /** This machine's binary; undefined: there is none. */
  readonly binary: string | undefined;
  /** Path of the program in either image. */
  readonly program: string;
}

/**
 * Name of an image that holds the program: the official one where the engine has it or can pull it, else an imported one.
 * @throws InputError where neither can be had; the signal's reason when it is aborted.
 */
export async function obtainBaseImage(
  engine: Engine,
  base: BaseImage,
  signal?: AbortSignal,
): Promise<string> {
  if (await hasImage(engine, base.official)) return base.official;
  const files = base.binary === undefined ? [] : hostFiles(base.binary, base.program);
  const own = `${base.own}:${treeHash(files)}`;
  if (files.length > 0 && (await hasImage(engine, own))) return own;
  try {
    await pullImage(engine, base.official, signal);
    return base.official;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (files.length === 0)
      throw new InputError(
        `${error.message}; and this machine has no ${base.program.split("/").at(-1)} for Linux to make an image of: install it, or connect to a registry`,
      );
  }
  await importFiles(engine, own, files, signal);
  return own;
}

/** The binary at `program`, with its libraries; nothing where it isn't one for Linux. */
function hostFiles(binary: string, program: string): readonly ImageFile[] {
  return process.platform === "linux" && existsSync(binary) ? binaryWithLibraries(binary, program) : [];
}

async function importFiles(
  engine: Engine,
  name: string,
  files: readonly ImageFile[],
  signal?: AbortSignal,
): Promise<void> {
  const [repo, tag] = name.split(":");
  await finishWork(engine, `import image ${name}`, signal, (docker, options) =>
    docker.importImage(tarOf(files), { repo, tag, ...options }),
  );
}

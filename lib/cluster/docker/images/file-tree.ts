import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { Readable } from "node:stream";
import { pack } from "tar-stream";

/** A file of an image, by its absolute path there. */
export interface ImageFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable?: boolean;
}

/** A binary of this machine with the shared libraries it is linked to, each at its own path; the binary is at `as`. */
export function binaryWithLibraries(binary: string, as: string): ImageFile[] {
  const linked = execFileSync("ldd", [realpathSync(binary)], { encoding: "utf8" });
  const libraries = [...linked.matchAll(/(?:=>\s*)?(\/\S+)\s+\(0x/g)].map((match) => match[1]);
  return [as, ...libraries].map((path, i) => ({
    path,
    content: readFileSync(i === 0 ? binary : path),
    executable: true,
  }));
}

/** A tar stream of the files and the folders above them. */
export function tarOf(files: readonly ImageFile[]): Readable {
  const tar = pack();
  const folders = new Set<string>();
  const write = async () => {
    for (const { path, content, executable } of files) {
      for (const folder of foldersAbove(path)) {
        if (folders.has(folder)) continue;
        folders.add(folder);
        tar.entry({ name: folder.slice(1), type: "directory", mode: 0o755 });
      }
      await new Promise<void>((done, fail) => {
        const entry = { name: path.slice(1), mode: executable ? 0o755 : 0o644 };
        tar.entry(entry, content, (error) => (error ? fail(error) : done()));
      });
    }
    tar.finalize();
  };
  write().catch((error: Error) => tar.destroy(error));
  return Readable.from(tar, { objectMode: false });
}

/** First 12 hexadecimal digits of SHA-256 over names and contents: the same files, the same image. */
export function treeHash(files: readonly ImageFile[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of files) hash.update(`${path}\0`).update(content).update("\0");
  return hash.digest("hex").slice(0, 12);
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join("/")}`);
}

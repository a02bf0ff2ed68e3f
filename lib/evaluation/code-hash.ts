import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

/** Parts of the library that a simulated result depends on: folders, or single files without their ending. */
export const RESULT_SOURCES: readonly string[] = Object.freeze([
  "random",
  "queueing",
  "workload",
  "cluster",
  "control",
  "evaluation/episode",
  "evaluation/histogram",
  "evaluation/metrics",
  "evaluation/record-table",
  "evaluation/simulation",
]);

/** The real cluster's sources: no simulated result depends on them, so they count only where they are named themselves. */
const REAL_CLUSTER = "cluster/docker";

/**
 * A hash of sources: the first 12 hexadecimal digits of SHA-256 over the names and contents of all files under
 * `parts`. Relative parts are folders of the library, or files of it without their ending ("evaluation/metrics"); its
 * TypeScript sources are taken where they are at hand, so that compiled and uncompiled runs agree, and else the
 * compiled files.
 * @throws RangeError on a part that doesn't exist.
 */
export function codeHash(parts: readonly string[] = RESULT_SOURCES): string {
  const root = sourceRoot();
  const files = new Set<string>();
  for (const part of parts) {
    const isReal = part.startsWith(REAL_CLUSTER);
    const found = sourcesUnder(resolve(root, part)).filter(
      (file) => isReal || !file.startsWith(join(root, REAL_CLUSTER, sep)),
    );
    if (found.length === 0) throw new RangeError(`parts must be folders or files of sources, got ${part}`);
    for (const file of found) files.add(file);
  }
  const hash = createHash("sha256");
  const named = [...files].map((file) => [relative(root, file).split(sep).join("/"), file] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, file] of named) hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}

/** The library's folder of TypeScript sources, or of compiled files where only those are there. */
function sourceRoot(): string {
  const here = dirname(__dirname);
  const beside = dirname(here);
  return basename(here) === "dist" && existsSync(join(beside, "evaluation", "index.ts")) ? beside : here;
}

function sourcesUnder(path: string): string[] {
  const single = [`${path}.ts`, `${path}.js`].find((file) => existsSync(file));
  if (single !== undefined) return [single];
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return sourcesUnder(join(path, entry.name));
    return /(?<!\.d)\.(ts|js)$/.test(entry.name) ? [join(path, entry.name)] : [];
  });
}

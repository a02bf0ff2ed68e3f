import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { sha256 } from "./sha256.js";

/**
 * Sources (paths under `library`) that have been edited since `library`/dist was compiled from them: newer than their compiled files, and
 * other than the build noted (dist/build.json). None where the library isn't there as source.
 * @example
 * files.writeFileAtomically("lib/rule.ts", "");
 * files.editedSources("lib"); // -> ["rule.ts"]
 */
export function editedSources(library: string): readonly string[] {
  const output = join(library, "dist");
  const stamp = join(output, "build.json");
  let built: Readonly<Record<string, string>> | undefined;
  return sourcesUnder(library).flatMap((file) => {
    const path = relative(library, file);
    const compiled = join(output, path.replace(/\.ts$/, ".js"));
    if (existsSync(compiled) && statSync(compiled).mtimeMs >= statSync(file).mtimeMs) return [];
    built ??= existsSync(stamp) ? (JSON.parse(readFileSync(stamp, "utf8")).sources ?? {}) : {};
    return built?.[path] === sha256(readFileSync(file)) && existsSync(compiled) ? [] : [path];
  });
}

/**
 * Tells on stderr of sources that have been edited since the library that runs was compiled.
 * @example
 * files.tellEdits(); // -> undefined
 */
export function tellEdits(): void {
  const output = dirname(__dirname);
  if (basename(output) !== "dist") return;
  const [first, ...others] = editedSources(dirname(output));
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  process.stderr.write(
    `fleetlab: lib/${first}${more} edited since the library was compiled, which runs as it was before: npm run build\n`,
  );
}

function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(dist|node_modules|\..*)$/.test(entry.name) ? [] : sourcesUnder(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

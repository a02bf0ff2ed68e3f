import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { SHORT_HASH, sha256 } from "./sha256.js";
import { type Import, localExports, type SourceText, sourceText } from "./source-text.js";

/** The source files and the packages that some modules need for their values. */
export interface ImportClosure {
  /** Absolute paths in alphabetical order, the modules themselves included. */
  readonly files: readonly string[];
  /** Names of packages, in alphabetical order; those of Node itself are left out. */
  readonly packages: readonly string[];
}

/**
 * What `modules` import for values, directly or through others; imports of types alone do not count. Of a file that only
 * exports what other files define, just the named parts are followed. TypeScript sources are taken where they are at hand, so
 * that compiled and uncompiled runs agree. Files named by `join(__dirname, ...)`, as threads and processes are started, count.
 *
 * @param modules absolute paths, of sources or of compiled files.
 * @throws RangeError on a module that does not exist.
 * @example
 * files.writeFileAtomically("code/one.ts", 'import { two } from "./two.js";\n');
 * files.writeFileAtomically("code/two.ts", "export const two = 2;\n");
 * files.importClosure([`${process.cwd()}/code/one.ts`]).files.length; // -> 2
 */
export function importClosure(modules: readonly string[]): ImportClosure {
  const walk = new Walk();
  for (const module of modules) {
    const file = sourceOf(module);
    if (file === undefined) throw new RangeError(`modules must be files that exist, got ${module}`);
    walk.visit(file);
  }
  return { files: [...walk.files].sort(), packages: [...walk.packages].sort() };
}

/**
 * SHA-256 over the names and contents of the closure of `modules`, and over the versions of the packages it uses. Names are
 * relative to the library's folder.
 * @throws RangeError as `importClosure`.
 * @example
 * files.writeFileAtomically("rule.ts", "export const limit = 1;\n");
 * files.closureHash([`${process.cwd()}/rule.ts`]).length; // -> 64
 */
export function closureHash(modules: readonly string[]): string {
  const { files, packages } = importClosure(modules);
  const root = resolve(__dirname, "../..", __dirname.includes(`${sep}dist${sep}`) ? ".." : "");
  const named = files.map((file) => [relative(root, file).split(sep).join("/"), readFileSync(file, "utf8")]);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([named, packages.map((name) => [name, packageVersion(name, root)])]));
}

/**
 * A short name for the code behind results: the first 12 hexadecimal digits of `closureHash`.
 * @throws RangeError as `importClosure`.
 * @example
 * files.writeFileAtomically("rule.ts", "export const limit = 1;\n");
 * files.codeHash([`${process.cwd()}/rule.ts`]).length; // -> 12
 */
export function codeHash(modules: readonly string[]): string {
  return closureHash(modules).slice(0, SHORT_HASH);
}

class Walk {
  readonly files = new Set<string>();
  readonly packages = new Set<string>();
  readonly #texts = new Map<string, SourceText>();

  /** Adds a file and all that it imports. */
  visit(file: string): void {
    if (this.files.has(file)) return;
    this.files.add(file);
    for (const imported of this.#text(file).imports) this.#follow(file, imported);
  }

  #follow(from: string, { target, names }: Import): void {
    if (!target.startsWith(".")) {
      const name = packageName(target);
      if (name !== undefined) this.packages.add(name);
      return;
    }
    const file = sourceOf(resolve(dirname(from), target));
    if (file === undefined) return;
    const text = this.#text(file);
    if (!text.isBarrel || names === "all") this.visit(file);
    else for (const name of names) this.#followName(file, name);
  }

  /** Follows one name through a file that only exports what others define. */
  #followName(barrel: string, name: string): void {
    const { imports, types } = this.#text(barrel);
    if (types.includes(name)) return;
    const own = imports.find(({ exported }) => exported?.has(name));
    if (own !== undefined) {
      const original = own.exported?.get(name) as string;
      this.#follow(barrel, { ...own, names: original === "*" ? "all" : [original] });
      return;
    }
    const stars = imports.filter(({ isStar }) => isStar);
    const holder = stars.find((star) => this.#provides(barrel, star, name));
    for (const star of holder === undefined ? stars : [holder])
      this.#follow(barrel, { ...star, names: holder === undefined ? "all" : [name] });
  }

  /** Whether the target of `export *` exports that name. */
  #provides(from: string, { target }: Import, name: string): boolean {
    const file = sourceOf(resolve(dirname(from), target));
    if (file === undefined) return false;
    const { text, imports, types } = this.#text(file);
    return (
      types.includes(name) ||
      localExports(text, name) ||
      imports.some(
        (part) => part.exported?.has(name) || (part.isStar === true && this.#provides(file, part, name)),
      )
    );
  }

  #text(file: string): SourceText {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const read = sourceText(readFileSync(file, "utf8"));
    this.#texts.set(file, read);
    return read;
  }
}

/** The source of a module: TypeScript where it is at hand, else the file as it is; undefined where there is none. */
function sourceOf(path: string): string | undefined {
  const stem = path.replace(/\.(js|ts)$/, "");
  const beside = stem.replace(`${sep}dist${sep}`, sep);
  return [`${beside}.ts`, `${stem}.ts`, `${stem}.js`, join(stem, "index.js")].find((file) =>
    existsSync(file),
  );
}

/** The package of a specifier; undefined for Node's own modules. */
function packageName(specifier: string): string | undefined {
  if (specifier.startsWith("node:")) return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

/** A package's version by the lock file beside or above `root`, else by the installed package; "" where it is nowhere. */
function packageVersion(name: string, root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const lock = join(folder, "package-lock.json");
    if (existsSync(lock)) {
      const { packages } = JSON.parse(readFileSync(lock, "utf8"));
      const found = packages?.[`lib/node_modules/${name}`] ?? packages?.[`node_modules/${name}`];
      if (typeof found?.version === "string") return found.version;
    }
    const installed = join(folder, "node_modules", name, "package.json");
    if (existsSync(installed)) return JSON.parse(readFileSync(installed, "utf8")).version;
    if (folder === dirname(folder)) return "";
  }
}

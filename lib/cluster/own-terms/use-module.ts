import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../../check/index.js";
import { readTextFile, sha256 } from "../../files/index.js";
import { type OwnTerm, ownTerm, type Penalty, sentTerm } from "./own-term.js";

/**
 * The reward terms that a module exports, by default (one, or a list) or by names, each `{ name, penalty }` as for `ownTerm`; they
 * are known in this process from then on. A module that has changed is read anew.
 * @param file JavaScript: .mjs, .cjs or .js.
 * @throws InputError where the file is missing or broken, exports none or something else, and as `ownTerm`.
 * @example
 * const text = 'export const calm = { name: "calm", penalty: ({ scaleEffect }) => Math.abs(scaleEffect) };\n';
 * files.writeFileAtomically("terms.mjs", text);
 * const [calm] = await cluster.useModule("terms.mjs");
 * calm.source; // -> "({ scaleEffect }) => Math.abs(scaleEffect)"
 * await cluster.useModule("absent.mjs"); // throws InputError: absent.mjs isn't there
 */
export async function useModule(file: string): Promise<readonly OwnTerm[]> {
  const exported = Object.entries(await exportsOf(file)).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one: unknown) => [name, one] as const) : [[name, value] as const],
  );
  if (exported.length === 0) throw new InputError(`${file} exports nothing: ${ADVICE}`);
  return exported.map(([name, value]) => {
    if (!isTerm(value)) throw new InputError(`${file}: its export ${name} is no reward term: ${ADVICE}`);
    try {
      return "source" in value ? sentTerm(value as OwnTerm) : ownTerm(value.name, value.penalty);
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
    }
  });
}

const ADVICE =
  'a module has terms to export, as { name: "age", penalty: (statistics, spec) => ... }, and nothing else';

function isTerm(value: unknown): value is { readonly name: string; readonly penalty: Penalty } {
  return typeof value === "object" && value !== null && "name" in value && "penalty" in value;
}

async function exportsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file);
  if (!existsSync(path)) throw new InputError(`${file} isn't there`);
  // Modules are kept by address, those of CommonJS by path.
  const address = `${pathToFileURL(path).href}?${sha256(readTextFile(path))}`;
  delete createRequire(__filename).cache[path];
  try {
    const { default: main, ...named } = await import(address);
    // What a CommonJS module exports is shown as its default, too.
    const all = isPlain(main) && !isTerm(main) ? { ...main, ...named } : { default: main, ...named };
    return Object.fromEntries(
      Object.entries(all).filter(([name, value]) => !MARKS.includes(name) && value !== undefined),
    );
  } catch (error) {
    throw new InputError(`${file} can't be loaded: ${(error as Error).message}`);
  }
}

/** What compilers and Node add to a module's exports. */
const MARKS: readonly string[] = ["__esModule", "module.exports"];

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

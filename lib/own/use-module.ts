import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../check/index.js";
import { ownTerm, type Penalty } from "../cluster/index.js";
import { type OwnRuleDefinition, ownRule } from "../control/index.js";
import { readTextFile, type SourceFile, sha256, sourceFile } from "../files/index.js";
import type { Owned } from "../processes/index.js";
import { type OwnFamilyDefinition, ownFamily } from "../workload/index.js";

/** Something that a module defines. */
export interface UsedThing extends Owned {
  readonly kind: keyof typeof KINDS;
}

/** What a module may export: the key by which each kind is told, and how one is defined. */
const KINDS = {
  term: {
    key: "penalty",
    define: ({ name, penalty }: { readonly name: string; readonly penalty: Penalty }, file: SourceFile) =>
      ownTerm(name, penalty, file),
  },
  family: {
    key: "rates",
    define: (family: OwnFamilyDefinition, file: SourceFile) => ownFamily(family, file),
  },
  rule: {
    key: "rule",
    define: (rule: OwnRuleDefinition, file: SourceFile) => ownRule(rule, file),
  },
} as const;

const ADVICE =
  "a module exports reward terms { name, penalty }, rules { name, rule }, workload families { name, rates } and nothing else";

/**
 * What a module of the user's own defines, known in this process and its workers from then on: reward terms, rules and workload families, each as
 * `cluster.ownTerm`, `control.ownRule` and `workload.ownFamily` take it. It exports them by default (one, or a list) or by names. A module that has
 * changed is read anew. What depends on it is told by the file's name and hash.
 * @param file JavaScript: .mjs, .cjs or .js.
 * @throws InputError where the file is missing or broken, exports nothing or something else, and as these functions.
 * @example
 * const text = 'export const calm = { name: "calm", penalty: ({ scaleEffect }) => Math.abs(scaleEffect) };\n';
 * files.writeFileAtomically("mine/terms.mjs", text);
 * const [calm] = await own.useModule("mine/terms.mjs");
 * [calm.kind, calm.name, calm.file.name]; // -> ["term", "calm", "terms.mjs"]
 * await own.useModule("absent.mjs"); // throws InputError: absent.mjs isn't there
 */
export async function useModule(file: string): Promise<readonly UsedThing[]> {
  const exported = Object.entries(await exportsOf(file)).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one: unknown) => [name, one] as const) : [[name, value] as const],
  );
  if (exported.length === 0) throw new InputError(`${file} exports nothing: ${ADVICE}`);
  const source = sourceFile(file);
  return exported.map(([name, value]) => {
    const kind = kindOf(value);
    if (kind === undefined)
      throw new InputError(`${file}: its export ${name} is nothing that can be used: ${ADVICE}`);
    try {
      const { name: own, hash } = KINDS[kind].define(value as never, source);
      return { kind, name: own, hash, file: source };
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
    }
  });
}

function kindOf(value: unknown): keyof typeof KINDS | undefined {
  if (typeof value !== "object" || value === null || !("name" in value)) return undefined;
  return (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((kind) => KINDS[kind].key in value);
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
    const all =
      isPlain(main) && kindOf(main) === undefined ? { ...main, ...named } : { default: main, ...named };
    return Object.fromEntries(
      Object.entries(all).filter(([name, value]) => !MARKS.includes(name) && value !== undefined),
    );
  } catch (error) {
    throw new InputError(`${file} can't be loaded: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** What compilers and Node add to a module's exports. */
const MARKS: readonly string[] = ["__esModule", "module.exports"];

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

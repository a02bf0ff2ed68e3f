import { InputError } from "../check/index.js";
import { type SourceFile, shortHash } from "../files/index.js";
import { type DefinitionKind, shareDefinitions } from "./shared-definitions.js";

/** What tells a thing of the user's own from all others. */
export interface OwnName {
  readonly name: string;
  /** Of what it is made of: the first 12 hexadecimal digits of its SHA-256. */
  readonly hash: string;
}

/** What makes a thing of the user's own, as plain data. */
export interface OwnSource {
  readonly name: string;
  /** The file that defines it; left out: a notebook's cell does. */
  readonly file?: SourceFile | undefined;
}

/** A thing of the user's own, as a process knows it. */
export interface Owned extends OwnName {
  readonly file?: SourceFile | undefined;
}

/**
 * The things of one kind that the user has defined in this process: a newer one of the same name takes the name, and the older
 * ones stay known by their hash. Worker processes and threads know them, too.
 */
export class OwnDefinitions<Source extends OwnSource, T extends Owned> {
  readonly #known = new Map<string, { readonly source: Source; readonly made: T }>();

  /**
   * @param kind what messages call one: "term". @param receiver as `DefinitionKind` has it, with its module.
   * @param text all that a source says but its name and file, for its hash. @param make makes one of its source.
   */
  constructor(
    private readonly kind: string,
    { module, receiver }: Pick<DefinitionKind, "module" | "receiver">,
    private readonly text: (source: Source) => string,
    private readonly make: (source: Source, hash: string) => T,
  ) {
    shareDefinitions({
      module,
      receiver,
      sources: () => [...this.#known.values()].map(({ source }) => source),
    });
  }

  /**
   * The thing of a source, known from then on.
   * @throws InputError on a name that can't stand in a table's cell, and what `make` throws.
   */
  define(source: Source): T {
    const { name, file } = source;
    if (typeof name !== "string" || !/^[a-z][a-z0-9-]*$/.test(name))
      throw new InputError(
        `a ${this.kind}'s name has small letters, digits and hyphens, and begins with a letter: got ${JSON.stringify(name)}`,
      );
    const hash = shortHash(this.text(source));
    const key = keyOf({ name, hash });
    const old = this.#known.get(key);
    const isSame = old?.made.file?.name === file?.name && old?.made.file?.hash === file?.hash;
    const made = old !== undefined && isSame ? old.made : this.make(source, hash);
    // The one that was defined last has the name.
    this.#known.delete(key);
    this.#known.set(key, { source, made });
    return made;
  }

  /** The one of that name and hash. */
  find(name: OwnName): T | undefined {
    return this.#known.get(keyOf(name))?.made;
  }

  /** The one that was last defined under a name. */
  newest(name: string): T | undefined {
    return [...this.#known.values()].findLast(({ made }) => made.name === name)?.made;
  }

  /** All names, each once. */
  get names(): readonly string[] {
    return [...new Set([...this.#known.values()].map(({ made }) => made.name))];
  }
}

function keyOf({ name, hash }: OwnName): string {
  return `${name} ${hash}`;
}

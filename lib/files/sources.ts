import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { InputError } from "../check/index.js";
import { shortHash } from "./sha256.js";
import { unreadable } from "./text-files.js";

/** A file of the user's own that a result depends on: a module, a trace, a cluster file. */
export interface SourceFile {
  /** Without folders. */
  readonly name: string;
  /** Of its bytes: the first 12 hexadecimal digits of their SHA-256. */
  readonly hash: string;
}

/** `sources` of a configuration: absent where it depends on no file of the user's own. */
export const sourcesSchema = z
  .array(z.strictObject({ name: z.string().min(1), hash: z.string().regex(/^[0-9a-f]{12}$/) }))
  .min(1)
  .optional();

/**
 * A file as results name it.
 * @throws InputError where it can't be read.
 * @example
 * files.writeFileAtomically("mine/rule.mjs", "");
 * files.sourceFile("mine/rule.mjs"); // -> { name: "rule.mjs", hash: "e3b0c44298fc" }
 * files.sourceFile("absent.mjs");
 * // throws InputError: absent.mjs doesn't exist: check the path, or make the file first
 */
export function sourceFile(path: string): SourceFile {
  const { name, hash } = readSource(path);
  return { name, hash };
}

/**
 * The same with the bytes that the hash is of.
 * @throws InputError where it can't be read.
 * @example
 * files.writeFileAtomically("mine/day.csv", "1\n2\n");
 * files.readSource("mine/day.csv").bytes.length; // -> 4
 */
export function readSource(path: string): SourceFile & { readonly bytes: Buffer } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  return { name: basename(path), hash: shortHash(bytes), bytes };
}

/**
 * `sources` for a configuration, each once, in the order of their names: `{ sources }`, or `{}` where there is none.
 * @example
 * const rule = { name: "rule.mjs", hash: "e3b0c44298fc" };
 * files.withSources([rule, rule]); // -> { sources: [{ name: "rule.mjs", hash: "e3b0c44298fc" }] }
 * files.withSources([]); // -> {}
 */
export function withSources(all: readonly SourceFile[]): { readonly sources?: SourceFile[] } {
  const distinct = new Map(all.map(({ name, hash }) => [`${name} ${hash}`, { name, hash }]));
  const sources = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
  return sources.length === 0 ? {} : { sources };
}

/**
 * `sources` of a configuration that names some already, and depends on others besides.
 * @param what names them, for the message.
 * @throws InputError where a file has another hash now than the one that stands there.
 * @example
 * const [rule, day] = ["rule.mjs", "day.csv"].map((name) => ({ name, hash: "e3b0c44298fc" }));
 * files.mergedSources("plan.json", [day], [rule]).sources; // -> [{ name: "day.csv", hash: "e3b0c44298fc" }, { name: "rule.mjs", hash: "e3b0c44298fc" }]
 */
export function mergedSources(
  what: string,
  given: readonly SourceFile[] = [],
  own: readonly SourceFile[] = [],
): { readonly sources?: SourceFile[] } {
  const among = (list: readonly SourceFile[]) => (one: SourceFile) =>
    list.some(({ name }) => name === one.name);
  requireSameSources(what, given.filter(among(own)), own.filter(among(given)));
  return withSources([...given, ...own]);
}

/**
 * Sources as a cell of a table holds them.
 * @example
 * files.sourcesText([{ name: "rule.mjs", hash: "e3b0c44298fc" }]); // -> "rule.mjs#e3b0c44298fc"
 */
export function sourcesText(sources: readonly SourceFile[]): string {
  return (withSources(sources).sources ?? []).map(({ name, hash }) => `${name}#${hash}`).join(";");
}

/**
 * The sources that `sourcesText` wrote down.
 * @example
 * files.sourcesByText("rule.mjs#e3b0c44298fc"); // -> [{ name: "rule.mjs", hash: "e3b0c44298fc" }]
 */
export function sourcesByText(text: string): readonly SourceFile[] {
  return text
    .split(";")
    .filter((part) => part !== "")
    .map((part) => {
      const end = part.lastIndexOf("#");
      return { name: part.slice(0, end), hash: part.slice(end + 1) };
    });
}

/**
 * Throws unless what was made with the sources `before` may go on with those of `now`.
 * @param what was made, for the message: its file or folder.
 * @throws InputError that names the first file that differs, is missing, or has come in addition.
 * @example
 * const [before, now] = ["e3b0c44298fc", "0123456789ab"].map((hash) => [{ name: "rule.mjs", hash }]);
 * files.requireSameSources("rows.csv", before, before);
 * files.requireSameSources("rows.csv", before, now);
 * // throws InputError: rows.csv was made with rule.mjs of hash e3b0c44298fc, which now has hash 0123456789ab: restore that file, or choose another place for the results
 */
export function requireSameSources(
  what: string,
  before: readonly SourceFile[] = [],
  now: readonly SourceFile[] = [],
): void {
  const has = (list: readonly SourceFile[], { name, hash }: SourceFile) =>
    list.some((one) => one.name === name && one.hash === hash);
  const old = before.find((source) => !has(now, source));
  const added = now.find((source) => !has(before, source));
  if (old === undefined && added === undefined) return;
  const other = old && now.find(({ name }) => name === old.name);
  const fault =
    old === undefined
      ? `without ${added?.name} (hash ${added?.hash}), which is used now`
      : other === undefined
        ? `with ${old.name} of hash ${old.hash}, which isn't used now`
        : `with ${old.name} of hash ${old.hash}, which now has hash ${other.hash}`;
  throw new InputError(
    `${what} was made ${fault}: restore that file, or choose another place for the results`,
  );
}

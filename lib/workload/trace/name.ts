import { existsSync } from "node:fs";
import { InputError } from "../../check/index.js";

const PREFIX = "trace:";
/** A name as results keep it. */
const RESOLVED = /^trace:(.+)#([0-9a-f]{12})$/;
const OPTION = /^([a-z]+)=(.*)$/i;

/** What a name of a trace says: `trace:FILE[:COLUMN][:OPTION=VALUE ...]`. */
export interface TraceName {
  readonly file: string;
  readonly column?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Whether a workload's name is that of a trace of the user's own.
 * @example
 * workload.isTraceName("trace:day.csv"); // -> true
 */
export function isTraceName(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Whether it is one that results keep, with the hash of its source. */
export function isResolvedName(name: string): boolean {
  return RESOLVED.test(name);
}

/** The name under which results keep a trace: the file's without folders, column and settings, and the source's hash. */
export function resolvedName(
  source: string,
  column: string | undefined,
  settings: string,
  hash: string,
): string {
  return `${PREFIX}${[source, column, settings].filter((part) => part !== undefined && part !== "").join(":")}#${hash}`;
}

/** The file that the name of a trace in results speaks of, and what of the name is no hash. */
export function sourceOfName(name: string): {
  readonly name: string;
  readonly hash: string;
  readonly rest: string;
} {
  const [, rest, hash] = RESOLVED.exec(name) as RegExpExecArray;
  return { name: rest.split(":")[0], hash, rest };
}

/** @throws InputError where it names no file, or an option twice. */
export function parseTraceName(name: string): TraceName {
  const parts = name.slice(PREFIX.length).split(":");
  const options: Record<string, string> = {};
  while (parts.length > 1) {
    const found = OPTION.exec(parts.at(-1) as string);
    if (found === null) break;
    const [, key, value] = found;
    if (Object.hasOwn(options, key)) throw new InputError(`${name}: ${key} is there twice: give it once`);
    options[key] = value;
    parts.pop();
  }
  const whole = parts.join(":");
  if (whole === "") throw new InputError(`${name} names no file: write trace:FILE, or trace:FILE:COLUMN`);
  if (parts.length === 1 || existsSync(whole)) return { file: whole, options };
  return { file: parts.slice(0, -1).join(":"), column: parts.at(-1), options };
}

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../check/index.js";

/** How messages speak of a file. */
export interface FileMessages {
  /** What they call it; its path when left out. */
  readonly name?: string;
  /** What the reader can do, as an imperative. */
  readonly advice?: string;
}

/**
 * A name beside `file` to write to before renaming: same folder, so that the rename can't cross a file system.
 * @example
 * files.temporaryName("rows.csv") === `rows.csv.${process.pid}.tmp`; // -> true
 */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}.tmp`;
}

/**
 * Writes `content` to a temporary name and renames it: a reader sees the old file or the new one, never half of one.
 * @example
 * files.writeFileAtomically("results/rows.csv", "size,cost\n5,1.5\n");
 * files.readTextFile("results/rows.csv"); // -> "size,cost\n5,1.5\n"
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = temporaryName(file);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * The text of `file`; throws an InputError that names it where it can't be read.
 * @example
 * files.readTextFile("absent.txt");
 * // throws InputError: absent.txt doesn't exist: check the path, or make the file first
 */
export function readTextFile(file: string, { name = file, advice }: FileMessages = {}): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(name, error, advice);
  }
}

/**
 * The JSON value in `file`; throws an InputError where the file can't be read or is cut off or isn't JSON.
 * @example
 * files.writeFileAtomically("spec.json", '{ "size": 5 }');
 * files.readJsonFile("spec.json"); // -> { size: 5 }
 * files.readJsonFile("absent.json", { name: "the plan", advice: "write one" });
 * // throws InputError: the plan doesn't exist: write one
 */
export function readJsonFile(file: string, messages: FileMessages = {}): unknown {
  const { name = file, advice = "restore it or delete it and make it again" } = messages;
  const text = readTextFile(file, messages);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name} isn't whole JSON (${(error as Error).message}): ${advice}`);
  }
}

/**
 * The InputError for a file that the system refuses to open.
 * @example
 * files.unreadable("spec.json", { code: "EACCES" }).message;
 * // -> "spec.json can't be read (EACCES): check the path, or make the file first"
 */
export function unreadable(
  name: string,
  error: unknown,
  advice = "check the path, or make the file first",
): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  const reason = code === "ENOENT" ? "doesn't exist" : `can't be read (${code})`;
  return new InputError(`${name} ${reason}: ${advice}`);
}

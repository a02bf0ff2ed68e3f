import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../check/index.js";

/** A name beside `file` to write to before renaming: same folder, so that the rename can't cross a file system. */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}.tmp`;
}

/** Writes `content` to a temporary name and renames it: a reader sees the old file or the new one, never half of one. */
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

/** The text of `file`; throws an InputError that names it where it can't be read. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The JSON value in `file`; throws an InputError where the file can't be read or is cut off or isn't JSON. */
export function readJsonFile(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file} isn't whole JSON (${(error as Error).message}): restore it or delete it and make it again`,
    );
  }
}

/** The InputError for a file that the system refuses to open. */
export function unreadable(file: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  const reason = code === "ENOENT" ? "doesn't exist" : `can't be read (${code})`;
  return new InputError(`${file} ${reason}: check the path, or make the file first`);
}

/** SHA-256 of `content` in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

import { gunzipSync } from "node:zlib";
import { InputError } from "../../check/index.js";
import { readSource, type SourceFile, shortHash } from "../../files/index.js";
import type { TraceSource } from "./contract.js";

/** Opens a trace file, compressed by gzip where its name ends with `.gz`. @throws InputError where it can't be read. */
export function openSource(file: string): TraceSource & SourceFile {
  const { bytes, ...source } = readSource(file);
  try {
    return { ...source, text: (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString() };
  } catch (error) {
    throw new InputError(
      `${file} can't be read as text (${(error as Error).message}): cut it into parts, or make it again`,
    );
  }
}

/** The hash of values that are given in place of a file. */
export function valuesHash(values: ArrayLike<number>): string {
  return shortHash(Float64Array.from(values).toString());
}

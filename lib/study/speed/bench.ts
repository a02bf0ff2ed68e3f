import type { z } from "zod";
import { InputError } from "../../check/index.js";
import type { DataReader } from "../../report/data-reader.js";

/** Where the comparison of training speeds stands, whole training runs, and both engines' learning; relative to the data folder. */
export const SPEED_FILE = "bench/ppo.json";
export const PHASE_1_FILE = "bench/phase-1.json";
export const EQUIVALENCE_FILE = "bench/equivalence.json";
export const BENCH_FILES: readonly string[] = Object.freeze([SPEED_FILE, PHASE_1_FILE, EQUIVALENCE_FILE]);

/** Content of a benchmark's file by its schema; undefined where it isn't measured yet. @throws InputError where it is something else. */
export function benchResult<T extends z.ZodType>(
  data: DataReader,
  file: string,
  schema: T,
  command: string,
): z.output<T> | undefined {
  const content = data.json(file);
  if (content === undefined) return undefined;
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(
    `${file}, ${issue?.path.join(".") || "top level"}: ${issue?.message}: make it again with: ${command}`,
  );
}

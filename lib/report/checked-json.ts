import type { z } from "zod";
import { InputError } from "../check/index.js";
import type { DataReader } from "./data-reader.js";

/**
 * Content of a JSON file by its schema; undefined where it is gathered and not there yet.
 * @param command what makes the file.
 * @throws InputError where it is something else.
 */
export function checkedJson<T extends z.ZodType>(
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

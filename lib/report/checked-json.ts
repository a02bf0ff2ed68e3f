import type { z } from "zod";
import { bySchema } from "../check/index.js";
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
  return bySchema(schema, content, file, `make it again with: ${command}`);
}

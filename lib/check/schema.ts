import type { z } from "zod";
import { InputError } from "./input-error.js";

/**
 * The value as a schema reads it (with its defaults).
 * @param source where the value comes from: a file, flags. @param advice what the reader can do, as an imperative.
 * @throws InputError of one line that names the source, the key and what stands there.
 * @example
 * const { z } = await import("zod");
 * const schema = z.strictObject({ size: z.int().min(1), runs: z.int().default(3) });
 * check.bySchema(schema, { size: 5 }, "plan.json"); // -> { size: 5, runs: 3 }
 * check.bySchema(schema, { size: 0 }, "plan.json");
 * // throws InputError: plan.json: size is 0, which isn't valid: Too small: expected number to be >=1
 * check.bySchema(schema, { sise: 5, size: 5 }, "plan.json", "mend it");
 * // throws InputError: plan.json: unknown key sise; known: size, runs: mend it
 */
export function bySchema<T extends z.ZodType>(
  schema: T,
  value: unknown,
  source: string,
  advice?: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fault = faultText(schema, value, parsed.error.issues[0]);
  throw new InputError(`${source}: ${fault}${advice === undefined ? "" : `: ${advice}`}`);
}

function faultText(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): string {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = path.length === 0 && "shape" in schema ? Object.keys(schema.shape as object) : [];
    const key = [...path, issue.keys[0]].join(".");
    return `unknown key ${key}${known.length === 0 ? "" : `; known: ${known.join(", ")}`}`;
  }
  const found = path.reduce<unknown>((part, key) => (part as never)?.[key as never], value);
  return `${path.join(".") || "it"} is ${shown(found)}, which isn't valid: ${issue.message}`;
}

/** Most characters of a value that a message shows. */
const LONGEST = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

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
  const { issues } = parsed.error;
  // A key that nobody knows tells more than one that is missing for it.
  const told = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  const fault = faultText(schema, value, told);
  throw new InputError(`${source}: ${fault}${advice === undefined ? "" : `: ${advice}`}`);
}

function faultText(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): string {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeOf(path.reduce<z.ZodType | undefined>(partOf, schema)) ?? {});
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

/** A key of an object that a schema describes. */
export interface SchemaField {
  /** With the keys that it lies under, as in `spec.containers[].count`. */
  readonly path: string;
  /** What the schema says of it. */
  readonly meaning: string;
}

/**
 * Every key that an object may have by its schema, those of the objects in it after it: what a page that documents it holds.
 * @example
 * const { z } = await import("zod");
 * const load = z.strictObject({ rate: z.number().describe("requests/s") });
 * const schema = z.strictObject({ loads: z.array(load).describe("in turn"), seed: z.int().optional() });
 * check.schemaFields(schema).map(({ path, meaning }) => [path, meaning]);
 * // -> [["loads", "in turn"], ["loads[].rate", "requests/s"], ["seed", ""]]
 */
export function schemaFields(schema: z.ZodType, under = ""): readonly SchemaField[] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([key, field]) => {
    const path = `${under}${under === "" ? "" : "."}${key}`;
    const isList = bare(field).def.type === "array";
    const own = { path, meaning: field.description ?? bare(field).description ?? "" };
    return [own, ...schemaFields(isList ? elementOf(field) : field, isList ? `${path}[]` : path)];
  });
}

type AnySchema = z.ZodType & { readonly def: { readonly type: string } & Record<string, unknown> };

/** What stands behind defaults, transformations and the like. */
function bare(schema: z.ZodType): AnySchema {
  const { innerType, in: source } = (schema as AnySchema).def;
  const inner = (innerType ?? source) as z.ZodType | undefined;
  return inner === undefined ? (schema as AnySchema) : bare(inner);
}

function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> | undefined {
  return schema === undefined ? undefined : (bare(schema).def.shape as Record<string, z.ZodType> | undefined);
}

function elementOf(schema: z.ZodType): z.ZodType {
  return bare(schema).def.element as z.ZodType;
}

/** The schema of what lies under `key`; undefined where it isn't said. */
function partOf(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  if (schema === undefined) return undefined;
  return bare(schema).def.type === "array" ? elementOf(schema) : shapeOf(schema)?.[String(key)];
}

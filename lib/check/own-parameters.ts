import { z } from "zod";
import type { ParameterTable } from "./parameters.js";
import { bySchema } from "./schema.js";

/** A parameter of something of the user's own: what is left out of a number is no limit, and without a range it isn't tuned. */
export interface OwnNumber {
  readonly default: number;
  /** Whole numbers alone. */
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Where tuning looks: low and high; default: from minimum to maximum, where both are given. */
  readonly search?: readonly [low: number, high: number];
  /** On which scale tuning steps; default: linear. */
  readonly scale?: "linear" | "log";
  readonly unit?: string;
  readonly meaning?: string;
}

/** Parameters by name: a number's settings, or its default alone; true or false for a switch. */
export type OwnParameters = Readonly<Record<string, OwnNumber | number | boolean>>;

/** The values that a function gets of these parameters. */
export type OwnValues<P extends OwnParameters> = {
  readonly [Name in keyof P]: P[Name] extends boolean ? boolean : number;
};

const finite = z.number();
const ownNumber = z.strictObject({
  default: finite,
  integer: z.boolean().optional(),
  minimum: finite.optional(),
  maximum: finite.optional(),
  search: z.tuple([finite, finite]).optional(),
  scale: z.enum(["linear", "log"]).optional(),
  unit: z.string().optional(),
  meaning: z.string().optional(),
});
const schema = z.record(
  z
    .string()
    .regex(
      /^[a-z][A-Za-z0-9]*$/,
      "a parameter's name has letters and digits, and begins with a small letter",
    ),
  z.union([z.boolean(), finite, ownNumber]),
);

/**
 * The table of parameters that the user gives in short.
 * @param what they belong to, for messages: 'rule "calm"'.
 * @throws InputError where they make no sense.
 * @example
 * const { gain } = check.ownParameterTable('rule "calm"', { gain: { default: 2, minimum: 0, maximum: 9 } });
 * gain; // -> { type: "number", default: 2, minimum: 0, maximum: 9, search: { low: 0, high: 9, scale: "linear" }, unit: "", meaning: "" }
 * check.ownParameterTable('rule "calm"', { gain: { default: 2, maximum: 1 } });
 * // throws InputError: rule "calm", parameters: gain is {"default":2,"maximum":1}, which isn't valid: its default lies beyond its limits
 */
export function ownParameterTable(what: string, given: unknown): ParameterTable {
  const source = `${what}, parameters`;
  const checked = bySchema(sensible, given ?? {}, source);
  return Object.fromEntries(
    Object.entries(checked).map(([name, parameter]) => {
      if (typeof parameter === "boolean")
        return [name, { type: "switch", default: parameter, unit: "", meaning: "" }];
      return [name, numberParameter(typeof parameter === "number" ? { default: parameter } : parameter)];
    }),
  );
}

type Given = z.output<typeof ownNumber>;

function numberParameter(given: Given) {
  const { integer, minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE, scale = "linear" } = given;
  const [low, high] = given.search ?? [given.minimum, given.maximum];
  return {
    type: integer ? ("integer" as const) : ("number" as const),
    default: given.default,
    minimum: integer ? Math.max(minimum, Number.MIN_SAFE_INTEGER) : minimum,
    maximum: integer ? Math.min(maximum, Number.MAX_SAFE_INTEGER) : maximum,
    ...(low !== undefined && high !== undefined && { search: { low, high, scale } }),
    unit: given.unit ?? "",
    meaning: given.meaning ?? "",
  };
}

const sensible = schema.superRefine((table, context) => {
  for (const [name, given] of Object.entries(table)) {
    if (typeof given !== "object") continue;
    const fault = faultOf(given);
    if (fault !== undefined) context.addIssue({ code: "custom", path: [name], message: fault });
  }
});

function faultOf(given: Given): string | undefined {
  const { minimum, maximum, search, type } = numberParameter(given);
  if (given.default < minimum || given.default > maximum) return "its default lies beyond its limits";
  if (type === "integer" && !Number.isSafeInteger(given.default)) return "its default is no whole number";
  if (search === undefined) return undefined;
  if (!(search.low < search.high)) return "its range to search must go from low to high";
  if (search.low < minimum || search.high > maximum) return "its range to search lies beyond its limits";
  if (search.scale === "log" && search.low <= 0) return "a range on a log scale must begin above 0";
  return undefined;
}

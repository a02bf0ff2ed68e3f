import { requireFinite, requireInteger, requireWithin } from "./arguments.js";
import { InputError } from "./input-error.js";

/** Where tuning looks for a parameter, and on which scale it steps. */
export interface SearchRange {
  readonly low: number;
  readonly high: number;
  readonly scale: "linear" | "log";
}

interface Described {
  /** What it does. */
  readonly meaning: string;
  /** Unit, "" where it has none. */
  readonly unit: string;
}

/** A number: any from `minimum` to `maximum` is accepted, tuning stays within `search`; without one it isn't tuned. */
export interface NumberParameter extends Described {
  readonly type: "number" | "integer";
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly search?: SearchRange;
  /** Tuning tries 1 .. N at every N, with defaults for all else, in place of a search. */
  readonly enumerated?: true;
}

/** A switch. */
export interface SwitchParameter extends Described {
  readonly type: "switch";
  readonly default: boolean;
}

/** One parameter of a rule or router, as data. */
export type Parameter = NumberParameter | SwitchParameter;

/** Parameters by name. */
export type ParameterTable = Readonly<Record<string, Parameter>>;

/** The values of a table's parameters. */
export type ParameterValues<T extends ParameterTable = ParameterTable> = {
  readonly [K in keyof T]: T[K] extends SwitchParameter
    ? boolean
    : T[K] extends NumberParameter
      ? number
      : number | boolean;
};

/**
 * The frozen values of every parameter of `table`: those `given`, the defaults otherwise.
 * @throws TypeError or RangeError naming the parameter; RangeError on a parameter that isn't in the table.
 * @example
 * control.parameterValues(control.threshold.parameters, { up: 0.8 }).up; // -> 0.8
 * control.parameterValues(control.threshold.parameters, { left: 1 });
 * // throws RangeError: unknown parameter "left"; known: up, down, upShare, downShare
 */
export function parameterValues<T extends ParameterTable>(
  table: T,
  given: Readonly<Record<string, unknown>> = {},
): ParameterValues<T> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(table, name))
      throw new RangeError(`unknown parameter ${JSON.stringify(name)}; ${knownParameters(table)}`);
  const values: Record<string, number | boolean> = {};
  for (const [name, parameter] of Object.entries(table)) {
    const value = given[name] ?? parameter.default;
    checkParameter(name, parameter, value);
    values[name] = value;
  }
  return Object.freeze(values) as ParameterValues<T>;
}

/**
 * The values of settings such as "up=0.8" or "antiWindup=false".
 * @param what they belong to, for messages: 'controller "threshold:up=0.8"'.
 * @throws InputError on anything else, and on one that is given twice.
 * @example
 * check.parametersByText("rule", ["up=0.8", "fast=true"]); // -> { up: 0.8, fast: true }
 * check.parametersByText("rule", ["up=high"]); // throws InputError: rule: "up=high" must read parameter=number
 */
export function parametersByText(
  what: string,
  settings: readonly string[],
): Readonly<Record<string, number | boolean>> {
  const given = settings.map((setting) => [setting.split("=", 1)[0], settingValue(what, setting)] as const);
  const twice = given.find(([key], i) => given.findIndex(([other]) => other === key) < i);
  if (twice !== undefined) throw new InputError(`${what}: ${twice[0]} is given twice: leave one of them out`);
  return Object.fromEntries(given);
}

function settingValue(what: string, setting: string): number | boolean {
  const [, value] = setting.split("=", 2);
  if (value === "true" || value === "false") return value === "true";
  if (value === undefined || value.trim() === "" || Number.isNaN(Number(value)))
    throw new InputError(`${what}: ${JSON.stringify(setting)} must read parameter=number`);
  return Number(value);
}

function checkParameter(
  name: string,
  parameter: Parameter,
  value: unknown,
): asserts value is number | boolean {
  if (parameter.type === "switch") {
    if (typeof value !== "boolean")
      throw new TypeError(`${name} must be true or false, got ${String(value)}`);
    return;
  }
  if (parameter.type === "integer") requireInteger(name, value, parameter.minimum, parameter.maximum);
  else if (Number.isFinite(parameter.maximum))
    requireWithin(name, value, parameter.minimum, parameter.maximum);
  else {
    requireFinite(name, value);
    if (value < parameter.minimum)
      throw new RangeError(`${name} must be at least ${parameter.minimum}, got ${value}`);
  }
}

function knownParameters(table: ParameterTable): string {
  const names = Object.keys(table);
  return names.length > 0 ? `known: ${names.join(", ")}` : "it takes none";
}

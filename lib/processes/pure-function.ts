import { createContext, runInContext, Script } from "node:vm";
import { type Expression, parse } from "acorn";
import { InputError } from "../check/index.js";
import { outerNames } from "./outer-names.js";

/** What a function whose text goes to other processes may use beside its arguments. */
const GLOBALS = Object.freeze([
  "Math",
  "Number",
  "Array",
  "Object",
  "String",
  "Boolean",
  "Map",
  "Set",
  "Float64Array",
  "Int32Array",
  "Uint32Array",
  "Uint8Array",
  "Error",
  "RangeError",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "undefined",
  "NaN",
  "Infinity",
]);
/** What of `Math` isn't mathematics. */
const CHANCE = "random";
/** With which tsx marks the functions within a function. */
const NAME_MARK = "__name";

type AnyFunction = (...parameters: never[]) => unknown;

/**
 * The function that `source` is the text of, made anew where nothing is known but the mathematics of the language: what it
 * gives follows from its arguments alone, in every process.
 * @param what the function is of, for messages: 'term "age"'.
 * @throws InputError on text that is no plain function, or that uses a variable from outside.
 */
export function pureFunction<F extends AnyFunction>(what: string, source: string): F {
  const { code, tree } = parsed(what, source);
  refuseOuterNames(what, outerNames(tree), source);
  return madeBare(`return ${code}`) as F;
}

interface Parsed {
  /** An expression whose value is the function. */
  readonly code: string;
  readonly tree: Expression;
}

function parsed(what: string, source: string): Parsed {
  const plain = { code: `(${source}\n)`, tree: expressionOf(`(${source}\n)`) };
  // The text of a method, `penalty(statistics) { ... }`, is one within an object.
  const object = expressionOf(`({${source}\n})`);
  const [member, ...more] = object?.type === "ObjectExpression" ? object.properties : [];
  const isMethod = member?.type === "Property" && member.method && more.length === 0;
  const method = isMethod ? member.value : undefined;
  const found = method === undefined ? plain : { code: `Object.values({${source}\n})[0]`, tree: method };
  const { code, tree } = found;
  if (tree?.type !== "ArrowFunctionExpression" && tree?.type !== "FunctionExpression") throw notPlain(what);
  if (tree.async || tree.generator) throw notPlain(what);
  return { code, tree };
}

function notPlain(what: string): InputError {
  return new InputError(
    `${what}: it must be a plain function, as (statistics, spec) => ...: not async, not a generator, a class, a bound or a built-in one`,
  );
}

/** An expression in strict mode; undefined for what is none. */
function expressionOf(code: string): Expression | undefined {
  try {
    const [, statement, ...more] = parse(`"use strict";${code}`, { ecmaVersion: "latest" }).body;
    return statement.type === "ExpressionStatement" && more.length === 0 ? statement.expression : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refuseOuterNames(what: string, names: readonly string[], source: string): void {
  const outer = names.filter((name) => !GLOBALS.includes(name) && name !== NAME_MARK);
  const randomness = new RegExp(`\\bMath\\s*\\.\\s*${CHANCE}\\b`).test(source) ? [`Math.${CHANCE}`] : [];
  const refused = [...outer, ...randomness];
  if (refused.length === 0) return;
  // What an import is called once a notebook's cell is compiled: fleetlab_1.
  const hint = outer.some((name) => /_\d+$/.test(name)) ? " (a name such as fleetlab_1 is an import)" : "";
  throw new InputError(
    `${what}: the function uses ${refused.join(", ")}${hint} from outside: worker processes get its text alone, so write into it all that it needs; of the language it may use ${GLOBALS.slice(0, 4).join(", ")} and the like`,
  );
}

let bareContext: object | undefined;

/** The value that `body` returns in a world of its own, with `GLOBALS` as all that there is. */
function madeBare(body: string): unknown {
  bareContext ??= newBareContext();
  const names = [...GLOBALS.filter((name) => !CONSTANTS.includes(name)), NAME_MARK];
  // As parameters they are found as quickly as anything else.
  const maker = `(function (${names.join(", ")}) { "use strict"; ${body};\n})`;
  const make = new Script(maker).runInContext(bareContext) as (...values: unknown[]) => unknown;
  const values = runInContext(`[${names.slice(0, -1).join(", ")}]`, bareContext) as unknown[];
  return make(...values, (named: unknown) => named);
}

const CONSTANTS: readonly string[] = ["undefined", "NaN", "Infinity"];

function newBareContext(): object {
  const context = createContext(Object.create(null));
  runInContext(
    `delete Math.${CHANCE};
    for (const name of Object.getOwnPropertyNames(this))
      if (!${JSON.stringify(GLOBALS)}.includes(name)) delete this[name];`,
    context,
  );
  return context;
}

import { InputError, type Parameter, type ParameterTable, parameterValues } from "../check/index.js";
import type { SourceFile } from "../files/index.js";
import { builtInRuleNames, namedConfigurations, routerFamilies, scalingFamilies } from "./built-in.js";
import { commonParameters, composeController } from "./compose.js";
import type { Controller } from "./contract.js";
import type { RouterFamily, ScalingFamily } from "./families.js";
import { ownRuleNames, ownRuleOf } from "./own-rule.js";

/** A controller by name, and the values of its parameters. */
export interface ConfiguredController extends Controller {
  /** Value of every parameter of the rule, of the composition and of the router. */
  readonly parameters: Readonly<Record<string, number | boolean>>;
}

interface Parts {
  /** The name in its shortest form. */
  readonly name: string;
  readonly scaling: ScalingFamily;
  readonly router: RouterFamily;
  readonly pick: boolean;
  /** What a named configuration sets. */
  readonly preset: Readonly<Record<string, number | boolean>>;
  readonly parameters: ParameterTable;
}

/**
 * The controller called `name`: `rule[+router][+pick]`, for instance "threshold", "pid+least-queue" or
 * "square-root+least-connections+pick". Without a router it is round robin; `+pick` starts the fastest and stops the slowest container.
 * @param options.parameters of the rule, the router and the composition (`commonParameters`), by name.
 * @throws InputError on an unknown name or parameter, or a senseless value.
 * @example
 * const controller = control.createController("square-root+least-queue", { parameters: { beta: 2 } });
 * [controller.name, controller.parameters.beta]; // -> ["square-root+least-queue", 2]
 * control.createController("pid+pick+pick");
 * // throws InputError: controller "pid+pick+pick": more than one router or pick; name one of each
 */
export function createController(
  name: string,
  options: { readonly parameters?: Readonly<Record<string, unknown>> } = {},
): ConfiguredController {
  const parts = parseName(name);
  try {
    const values = parameterValues(parts.parameters, { ...parts.preset, ...options.parameters });
    const own = (table: ParameterTable) =>
      Object.fromEntries(Object.keys(table).map((key) => [key, values[key]]));
    const controller = composeController({
      name: parts.name,
      rule: parts.scaling.create(own(parts.scaling.parameters)),
      router: parts.router.create(own(parts.router.parameters)),
      pick: parts.pick,
      dwell: values.dwell as number,
      window: values.window as number,
      floor: values.floor as number,
    });
    return { ...controller, parameters: values };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      throw new InputError(`controller ${JSON.stringify(name)}: ${error.message}`);
    throw error;
  }
}

/**
 * Every parameter that `createController(name)` takes, with its default and the range tuning may search (`search`). For a
 * named configuration the defaults are those it sets.
 * @throws InputError on an unknown name.
 * @example
 * control.controllerParameters("writeup-threshold").down.default; // -> 0.25
 */
export function controllerParameters(name: string): ParameterTable {
  const { parameters, preset } = parseName(name);
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      key in preset ? ({ ...parameter, default: preset[key] } as Parameter) : parameter,
    ]),
  );
}

/**
 * The files that define the rules of the user's own among controllers, written as `controllerByText` reads them; what isn't one of
 * these has none. A rule that a notebook's cell defines stands for itself, with the hash of its source.
 * @example
 * control.controllerSources(["threshold+least-queue:up=0.8"]); // -> []
 */
export function controllerSources(texts: readonly string[]): readonly SourceFile[] {
  return texts.flatMap((text) => {
    const rule = ownRuleOf(ruleName(text));
    return rule === undefined ? [] : [rule.file ?? { name: rule.name, hash: rule.hash }];
  });
}

/**
 * Whether a controller, written as `controllerByText` reads it, is made of a rule; else it is an agent's name, or nothing.
 * @example
 * ["threshold:up=0.8", "ppo-writeup"].map(control.isRule); // -> [true, false]
 */
export function isRule(text: string): boolean {
  return controllerNames().includes(ruleName(text));
}

/** The rule's name at the beginning of a controller's. */
function ruleName(text: string): string {
  return text.split(/[+:]/, 1)[0];
}

/**
 * Names of every rule and named configuration, each of which can be followed by +router and +pick: the user's own come last.
 * @example
 * control.controllerNames().includes("square-root"); // -> true
 */
export function controllerNames(): readonly string[] {
  return [...builtInRuleNames(), ...ownRuleNames()];
}

function parseName(name: string): Parts {
  const [first, ...suffixes] = name.split("+");
  const configuration = namedConfigurations.find((entry) => entry.name === first);
  const scaling =
    scalingFamilies.find((family) => family.name === (configuration?.rule ?? first)) ??
    ownRuleOf(first)?.family;
  if (scaling === undefined) throw unknown(name, `rule ${JSON.stringify(first)}`, controllerNames());
  const routerNames = routerFamilies.map((family) => family.name);
  let router: RouterFamily | undefined;
  let pick = false;
  for (const suffix of suffixes) {
    const family = routerFamilies.find((entry) => entry.name === suffix);
    if (suffix === "pick" ? pick : family !== undefined && router !== undefined)
      throw new InputError(
        `controller ${JSON.stringify(name)}: more than one router or pick; name one of each`,
      );
    if (suffix === "pick") pick = true;
    else if (family === undefined)
      throw unknown(name, `router ${JSON.stringify(suffix)}`, [...routerNames, "pick"]);
    else router = family;
  }
  const [bare] = routerFamilies;
  router ??= bare;
  return {
    name: [first, ...(router === bare ? [] : [router.name]), ...(pick ? ["pick"] : [])].join("+"),
    scaling,
    router,
    pick,
    preset: configuration?.parameters ?? {},
    parameters: { ...scaling.parameters, ...commonParameters, ...router.parameters },
  };
}

function unknown(name: string, what: string, known: readonly string[]): InputError {
  return new InputError(`controller ${JSON.stringify(name)}: unknown ${what}; known: ${known.join(", ")}`);
}

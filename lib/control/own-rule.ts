import { InputError, type OwnParameters, type OwnValues, ownParameterTable } from "../check/index.js";
import type { ClusterSpec, Observation } from "../cluster/contract.js";
import type { SourceFile } from "../files/index.js";
import { OwnDefinitions, type Owned, type OwnSource, pureFunction } from "../processes/index.js";
import { builtInRuleNames, routerFamilies } from "./built-in.js";
import type { ScalingRule } from "./contract.js";
import { type ScalingFamily, scalingFamily } from "./families.js";
import { tryRule } from "./try-rule.js";

/** What a rule of the user's own does with its parameters set. */
// biome-ignore lint/suspicious/noExplicitAny: what a rule remembers is its own affair, and it gets back what it gave.
export interface OwnDecider<Memory = any> {
  /** What it remembers at the start of an episode; left out: nothing. */
  start?(spec: ClusterSpec, seed: number): Memory;
  /** Containers to start (> 0) or to stop (< 0), a whole number, and what it remembers from now on. */
  decide(observation: Observation, memory: Memory): { readonly scale: number; readonly memory?: Memory };
}

/** A rule of the user's own. */
export interface OwnRuleDefinition<P extends OwnParameters = OwnParameters> {
  /** Small letters, digits and hyphens; no built-in rule's. */
  readonly name: string;
  /** One line on what it does. */
  readonly summary?: string;
  /** Its parameters with their defaults: `{ gain: { default: 2, minimum: 0, maximum: 10 } }`. */
  readonly parameters?: P;
  /** Makes it of the values of its parameters: a pure function, with all that it needs inside. */
  readonly rule: (values: OwnValues<P>) => OwnDecider;
}

/** A rule of the user's own, as a process knows it. */
export interface OwnRule extends Owned {
  readonly family: ScalingFamily;
}

/** What makes a rule. */
interface OwnRuleSource extends OwnSource {
  readonly summary: string;
  readonly parameters: OwnParameters;
  /** Text of the function. */
  readonly source: string;
}

const rules = new OwnDefinitions<OwnRuleSource, OwnRule>(
  "rule",
  { module: __filename, receiver: "receiveRule" },
  ({ parameters, source }) => JSON.stringify([parameters, source]),
  madeRule,
);

/**
 * A scaling rule of one's own, known in this process and its workers from then on: `createController`, `evaluate`, `tune` and all
 * else take it by its name, with routers and parameters behind it ("calm+least-connections:gain=2"). What it remembers it is handed
 * back at the next step; it keeps nothing itself. Dwell, window, floor and the largest step are added by the composition.
 * @param file the file that defines it, where one does.
 * @throws InputError where a function uses a variable from outside, isn't one, keeps something between steps, or gives anything
 *   other than a whole number of containers; where parameters make no sense; and on a built-in rule's name.
 * @example
 * control.ownRule({
 *   name: "calm",
 *   parameters: { target: { default: 0.6, minimum: 0.1, maximum: 0.9 } },
 *   rule: ({ target }) => ({
 *     decide(observation) {
 *       const isReady = Array.from(observation.state, (state) => state === 2);
 *       const busy = isReady.reduce((sum, ready, i) => sum + (ready ? observation.cpu[i] : 0), 0);
 *       const running = observation.state.filter((state) => state === 1 || state === 2).length;
 *       return { scale: observation.time > 0 ? Math.ceil(busy / target) - running : 0 };
 *     },
 *   }),
 * });
 * control.createController("calm+least-connections", { parameters: { target: 0.7 } }).parameters.target; // -> 0.7
 * const limit = 3;
 * control.ownRule({ name: "outer", rule: () => ({ decide: () => ({ scale: limit }) }) });
 * // throws InputError: rule "outer": the function uses limit from outside: worker processes get its text alone, so write into it all that it needs; of the language it may use Math, Number, Array, Object and the like
 */
export function ownRule<const P extends OwnParameters>(
  { name, summary = "", parameters, rule }: OwnRuleDefinition<P>,
  file?: SourceFile,
): OwnRule {
  const what = `rule ${JSON.stringify(name)}`;
  if (typeof rule !== "function")
    throw new InputError(`${what}: its rule must be a function of its parameters, got ${typeof rule}`);
  if ([...builtInRuleNames(), ...routerFamilies.map((router) => router.name), "pick"].includes(name))
    throw new InputError(`${what}: this name is taken: choose another`);
  const source = Function.prototype.toString.call(rule);
  const made = madeRule({ name, summary, parameters: parameters ?? {}, source }, "");
  tryRule(what, made.family.create());
  return rules.define({ name, summary, parameters: parameters ?? {}, source, file });
}

/** Makes a rule known that another process defined. */
export function receiveRule(source: OwnRuleSource): void {
  rules.define(source);
}

/** The rule of the user's own that was last defined under a name. */
export function ownRuleOf(name: string): OwnRule | undefined {
  return rules.newest(name);
}

/** Names of all of them. */
export function ownRuleNames(): readonly string[] {
  return rules.names;
}

function madeRule({ name, summary, parameters, source, file }: OwnRuleSource, hash: string): OwnRule {
  const what = `rule ${JSON.stringify(name)}`;
  const table = ownParameterTable(what, parameters);
  const make = pureFunction<(values: OwnValues<OwnParameters>) => OwnDecider>(what, source);
  const family = scalingFamily({
    name,
    summary,
    parameters: table,
    build: (values) => checked(what, make(values as OwnValues<OwnParameters>)),
  });
  return Object.freeze({ name, hash, ...(file && { file }), family });
}

/** A rule that refuses to go on with what isn't a decision. */
function checked(what: string, decider: unknown): Omit<ScalingRule, "name"> {
  const { decide, start } = (decider ?? {}) as Partial<OwnDecider>;
  if (typeof decide !== "function" || (start !== undefined && typeof start !== "function"))
    throw new InputError(
      `${what}: it must give { decide: (observation, memory) => ({ scale, memory }) }, and start: (spec, seed) => memory where it remembers something`,
    );
  const own = decider as OwnDecider;
  return {
    start: (spec, seed) => attempt(`${what} fails at the start`, () => own.start?.(spec, seed)),
    decide(observation, memory) {
      const place = `at ${Number(observation.time.toFixed(3))} s`;
      const decision = attempt(`${what} fails ${place}`, () => own.decide(observation, memory));
      const { scale, memory: next } = (decision ?? {}) as { scale?: unknown; memory?: unknown };
      if (!Number.isSafeInteger(scale))
        throw new InputError(
          `${what} gives ${shown(scale)} ${place}: scale must be a whole number of containers to start or stop`,
        );
      return { scale: scale as number, memory: next };
    },
  };
}

function shown(scale: unknown): string {
  return scale === undefined
    ? "no scale"
    : `scale ${typeof scale === "string" ? JSON.stringify(scale) : String(scale)}`;
}

function attempt<T>(fault: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${fault} (${(error as Error).message})`);
  }
}

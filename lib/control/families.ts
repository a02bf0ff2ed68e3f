import { type ParameterTable, type ParameterValues, parameterValues } from "../check/index.js";
import type { Router, ScalingRule } from "./contract.js";

/** A scaling rule with parameters still open. */
export interface ScalingFamily<T extends ParameterTable = ParameterTable> {
  /** Name in the registry. */
  readonly name: string;
  /** One line on what it does. */
  readonly summary: string;
  /** Its parameters, their defaults and the ranges tuning may search. */
  readonly parameters: T;
  /**
   * The rule with these parameters, defaults for the others.
   * @throws TypeError or RangeError naming the parameter.
   */
  create(parameters?: Partial<ParameterValues<T>>): ScalingRule;
}

/** A router with parameters still open. */
export interface RouterFamily<T extends ParameterTable = ParameterTable> {
  readonly name: string;
  readonly summary: string;
  readonly parameters: T;
  /** As `ScalingFamily.create`. */
  create(parameters?: Partial<ParameterValues<T>>): Router;
}

interface Definition<T extends ParameterTable, Product> {
  readonly name: string;
  readonly summary: string;
  readonly parameters: T;
  /** Builds the product from checked values; throws a RangeError where they contradict each other. */
  build(values: ParameterValues<T>): Product;
}

/**
 * Makes a scaling family whose `create` checks parameters against the table first.
 * @example
 * const rise = control.scalingFamily({
 *   name: "rise",
 *   summary: "one container more in every step",
 *   parameters: {},
 *   build: () => ({ start: () => 0, decide: (_seen, steps: number) => ({ scale: 1, memory: steps + 1 }) }),
 * });
 * rise.create().name; // -> "rise"
 */
export function scalingFamily<const T extends ParameterTable, Memory>(
  definition: Definition<T, Omit<ScalingRule<Memory>, "name">>,
): ScalingFamily<T> {
  const { name, summary, parameters } = definition;
  return Object.freeze({
    name,
    summary,
    parameters,
    create: (given?: Partial<ParameterValues<T>>): ScalingRule =>
      // The memory a rule is handed is always one that it made itself.
      ({ name, ...definition.build(parameterValues(parameters, given)) }) as ScalingRule,
  });
}

/**
 * Makes a router family whose `create` checks parameters against the table first.
 * @example
 * const first = control.routerFamily({
 *   name: "first",
 *   summary: "everything to the first container",
 *   parameters: {},
 *   build: () => ({ route: (_seen, weights) => void weights.fill(0).fill(1, 0, 1) }),
 * });
 * first.create().name; // -> "first"
 */
export function routerFamily<const T extends ParameterTable>(
  definition: Definition<T, Omit<Router, "name">>,
): RouterFamily<T> {
  const { name, summary, parameters } = definition;
  return Object.freeze({
    name,
    summary,
    parameters,
    create: (given?: Partial<ParameterValues<T>>): Router => ({
      name,
      ...definition.build(parameterValues(parameters, given)),
    }),
  });
}

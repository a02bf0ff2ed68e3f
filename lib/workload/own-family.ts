import {
  InputError,
  type OwnParameters,
  type OwnValues,
  ownParameterTable,
  type ParameterTable,
  parametersByText,
  parameterValues,
} from "../check/index.js";
import type { SourceFile } from "../files/index.js";
import { OwnDefinitions, type Owned, type OwnSource, pureFunction } from "../processes/index.js";
import type { RandomStream } from "../random/index.js";
import type { Workload } from "./contract.js";
import { DEFAULT_CAP, intensityWorkload } from "./family.js";
import { splitOf } from "./named.js";

/**
 * Arrival rate of a slot as a share of the cluster's capacity, >= 0. It is asked for slot after slot.
 * @param time the slot's middle, @param length its length, both in s before the time scale.
 */
export type OwnRate = (time: number, length: number) => number;

/** A family of workloads of the user's own. */
export interface OwnFamilyDefinition<P extends OwnParameters = OwnParameters> {
  /** Small letters, digits and hyphens; no built-in workload's. */
  readonly name: string;
  /** Its parameters with their defaults: `{ level: { default: 0.5, minimum: 0, maximum: 1 } }`. */
  readonly parameters?: P;
  /**
   * Begins the rates of one run: a pure function, with all that it needs inside. `random` draws what chance decides: `uniform()` on
   * (0, 1), `normal()`, `exponential()`, `integer(n)` from 0 to n - 1.
   */
  readonly rates: (values: OwnValues<P>, random: RandomStream) => OwnRate;
}

/** A family of the user's own, as a process knows it. */
export interface OwnFamily extends Owned {
  readonly parameters: ParameterTable;
  readonly rates: (values: Readonly<Record<string, number | boolean>>, random: RandomStream) => OwnRate;
}

/** What makes a family. */
interface OwnFamilySource extends OwnSource {
  readonly parameters: OwnParameters;
  /** Text of the function. */
  readonly source: string;
}

const families = new OwnDefinitions<OwnFamilySource, OwnFamily>(
  "workload family",
  { module: __filename, receiver: "receiveFamily" },
  ({ parameters, source }) => JSON.stringify([parameters, source]),
  madeFamily,
);

/** The parameter that every family has beside its own. */
const CAP = {
  cap: {
    type: "number",
    default: DEFAULT_CAP,
    minimum: 0,
    maximum: Number.MAX_VALUE,
    unit: "share of capacity",
    meaning: "what lies above is cut off",
  },
} as const satisfies ParameterTable;

/** Slots of the run on which a family is tried. */
const TRIED_SLOTS = 200;

/**
 * A family of workloads of one's own, known in this process and its workers from then on: training and evaluation take it by its
 * name, with parameters behind it ("evening:level=0.6"). As of every family, what lies above `cap` (.95) of capacity is cut off,
 * unless the name says another ("evening:cap=2"). It belongs to no split: whoever uses it takes seeds of its own.
 * @param file the file that defines it, where one does.
 * @throws InputError where the function uses a variable from outside, isn't one, or gives something other than a finite rate >= 0;
 *   where parameters make no sense; and on a built-in workload's name.
 * @example
 * workload.ownFamily({
 *   name: "evening",
 *   parameters: { level: { default: 0.4, minimum: 0, maximum: 1 } },
 *   rates: ({ level }, random) => {
 *     const start = 3600 * random.uniform();
 *     return (time) => level * (1 + 0.5 * Math.sin((2 * Math.PI * (time + start)) / 3600));
 *   },
 * });
 * workload.workloadByName("evening:level=0.6").parameters; // -> { level: 0.6, cap: 0.95 }
 * workload.ownFamily({ name: "down", rates: () => (time) => 1 - time });
 * // throws InputError: workload "down" gives rate -0.5 at 1.5 s of a run: a finite share of capacity of zero or more is needed
 */
export function ownFamily<const P extends OwnParameters>(
  { name, parameters, rates }: OwnFamilyDefinition<P>,
  file?: SourceFile,
): OwnFamily {
  if (typeof rates !== "function")
    throw new InputError(
      `${whatOf(name)}: its rates must be a function of its parameters, got ${typeof rates}`,
    );
  if (splitOf(name) !== undefined || ["trace", "train", "dev", "test"].includes(name))
    throw new InputError(`${whatOf(name)}: this name is taken: choose another`);
  const source = {
    name,
    parameters: parameters ?? {},
    source: Function.prototype.toString.call(rates),
    file,
  };
  const tried = familyMember(madeFamily(source, ""), name, {});
  for (const seed of [0, 1])
    tried.trace({ seed, capacity: 1, slots: TRIED_SLOTS, slotLength: 1, timeScale: 1 });
  return families.define(source);
}

/** Makes a family known that another process defined. */
export function receiveFamily(source: OwnFamilySource): void {
  families.define(source);
}

/** The file, or the cell's function, that defines the family of a workload's name; undefined where it is none of the user's own. */
export function ownFamilySource(name: string): SourceFile | undefined {
  const family = families.newest(familyName(name));
  return family && (family.file ?? { name: family.name, hash: family.hash });
}

/**
 * The workload of a name that begins with that of a family of the user's own; undefined where it is none.
 * @throws InputError on an unknown parameter or a senseless value.
 */
export function ownFamilyWorkload(name: string): Workload | undefined {
  const family = families.newest(familyName(name));
  if (family === undefined) return undefined;
  return familyMember(family, name, parametersByText(whatOf(name), name.split(":").slice(1)));
}

function familyName(name: string): string {
  return name.split(":", 1)[0];
}

function whatOf(name: string): string {
  return `workload ${JSON.stringify(name)}`;
}

function madeFamily({ name, parameters, source, file }: OwnFamilySource, hash: string): OwnFamily {
  return Object.freeze({
    name,
    hash,
    ...(file && { file }),
    parameters: { ...ownParameterTable(whatOf(name), parameters), ...CAP },
    rates: pureFunction<OwnFamily["rates"]>(whatOf(name), source),
  });
}

function familyMember(
  { name: family, parameters, rates }: OwnFamily,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Workload {
  let values: Readonly<Record<string, number | boolean>>;
  try {
    values = parameterValues(parameters, given);
  } catch (error) {
    throw new InputError(`${whatOf(name)}: ${(error as Error).message}`);
  }
  const { cap, ...own } = values;
  const numbers = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, Number(value)]));
  const made = intensityWorkload({
    family,
    options: { name: family, split: "own", cap: cap as number },
    parameters: numbers,
    begin(random) {
      const rate = begun(name, () => rates(values, random));
      return (start, length) => checkedRate(name, rate, start + length / 2, length);
    },
  });
  return Object.freeze({ ...made, name });
}

function begun(name: string, begin: () => OwnRate): OwnRate {
  let rate: OwnRate;
  try {
    rate = begin();
  } catch (error) {
    throw new InputError(`${whatOf(name)} fails at the start of a run (${(error as Error).message})`);
  }
  if (typeof rate !== "function")
    throw new InputError(
      `${whatOf(name)}: its rates must give a function of time, (time) => share of capacity`,
    );
  return rate;
}

function checkedRate(name: string, rate: OwnRate, time: number, length: number): number {
  let value: unknown;
  try {
    value = rate(time, length);
  } catch (error) {
    throw new InputError(`${whatOf(name)} fails at ${time} s of a run (${(error as Error).message})`);
  }
  if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InputError(
    `${whatOf(name)} gives rate ${String(value)} at ${time} s of a run: a finite share of capacity of zero or more is needed`,
  );
}

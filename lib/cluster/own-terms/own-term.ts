import { InputError } from "../../check/index.js";
import type { SourceFile } from "../../files/index.js";
import {
  OwnDefinitions,
  type Owned,
  type OwnName,
  type OwnSource,
  pureFunction,
} from "../../processes/index.js";
import type { ClusterSpec, StepStatistics } from "../contract.js";
import type { RewardTerm } from "../reward.js";
import { clusterSpec } from "../spec.js";
import { sampleSteps } from "./sample-steps.js";

/** A step's penalty, a finite number >= 0: a function that uses nothing but its arguments and mathematics. */
export type Penalty = (statistics: StepStatistics, spec: ClusterSpec) => number;

/** What a configuration says of a term of the user's own (`hash`: of its source): its code stands nowhere but where it was defined. */
export type OwnTermName = OwnName;

/** What makes a term. */
export interface OwnTermSource extends OwnSource {
  /** Text of the function. */
  readonly source: string;
}

/** A term of the user's own. */
export interface OwnTerm extends RewardTerm, Owned {
  /** Text of the function. */
  readonly source: string;
}

/** The terms that this process has seen. */
const terms = new OwnDefinitions<OwnTermSource, OwnTerm>(
  "term",
  { module: __filename, receiver: "receiveTerm" },
  ({ source }) => source,
  madeTerm,
);

/**
 * A reward term of one's own, known in this process from then on. A configuration names it under `reward.own`, where it has
 * weight 1 unless `reward.weights` say otherwise; processes that train get the function's text. A term that is defined again
 * with another function is another term: a configuration has the hash of its own one.
 * @param name small letters, digits and hyphens. @param file the file that defines it, where one does.
 * @param penalty a pure function of a step's statistics and the cluster's spec.
 * @throws InputError where the function uses a variable from outside, is none, or gives something other than a finite number
 *   >= 0 on a sample step.
 * @example
 * const age = cluster.ownTerm("age", ({ oldestAge }) => Math.min(oldestAge / 5, 1));
 * const changes = { cluster: "sim", reward: { own: [age], weights: { age: 20 } } };
 * const { reward } = ppo.trainingConfig(changes, ppo.trainingPreset("ppo-writeup"));
 * reward.own; // -> [{ name: "age", hash: age.hash }]
 * const limit = 3;
 * cluster.ownTerm("long", ({ waiting }) => (waiting > limit ? 1 : 0));
 * // throws InputError: term "long": the function uses limit from outside: worker processes get its text alone, so write into it all that it needs; of the language it may use Math, Number, Array, Object and the like
 * cluster.ownTerm("mean", ({ responseTimeSum, completions }) => responseTimeSum / completions);
 * // throws InputError: term "mean" gives NaN in a sample step (responseTimeSum 0, completions 0): a penalty is a finite number of at least 0
 */
export function ownTerm(name: string, penalty: Penalty, file?: SourceFile): OwnTerm {
  if (typeof penalty !== "function")
    throw new InputError(
      `term ${JSON.stringify(name)}: its penalty must be a function, got ${typeof penalty}`,
    );
  return terms.define({ name, source: Function.prototype.toString.call(penalty), file });
}

/** Makes a term known that another process defined. */
export function receiveTerm(source: OwnTermSource): void {
  terms.define(source);
}

function madeTerm({ name, source, file }: OwnTermSource, hash: string): OwnTerm {
  const penalty = checked(name, pureFunction<Penalty>(`term ${JSON.stringify(name)}`, source));
  const spec = clusterSpec({ size: 3 });
  for (const step of sampleSteps()) penalty(step, spec, "a sample step");
  return Object.freeze({
    name,
    source,
    hash,
    ...(file && { file }),
    penalty: (statistics: StepStatistics, spec: ClusterSpec) => penalty(statistics, spec),
  });
}

/**
 * The term that a configuration names.
 * @throws InputError where this process doesn't know it.
 * @example
 * const calm = cluster.ownTerm("calm", ({ scaleEffect }) => Math.abs(scaleEffect));
 * cluster.knownTerm({ name: "calm", hash: calm.hash }) === calm; // -> true
 * cluster.knownTerm({ name: "calm", hash: "0123456789ab" });
 * // throws InputError: term "calm" with hash 0123456789ab isn't known in this process, which has another of that name: give the file that defines it (--use FILE, own.useModule), or run the cell that does, as it was
 */
export function knownTerm({ name, hash }: OwnTermName): OwnTerm {
  const term = terms.find({ name, hash });
  if (term !== undefined) return term;
  const other = newestTerm(name) === undefined ? "" : ", which has another of that name";
  throw new InputError(
    `term ${JSON.stringify(name)} with hash ${hash} isn't known in this process${other}: give the file that defines it (--use FILE, own.useModule), or run the cell that does, as it was`,
  );
}

/**
 * The term that was last defined under a name in this process, if any.
 * @example
 * const calm = cluster.ownTerm("calm", ({ scaleEffect }) => Math.abs(scaleEffect));
 * cluster.newestTerm("calm") === calm; // -> true
 */
export function newestTerm(name: string): OwnTerm | undefined {
  return terms.newest(name);
}

/** A penalty that refuses to go on with what isn't one. */
function checked(name: string, penalty: Penalty) {
  return (statistics: StepStatistics, spec: ClusterSpec, where?: string): number => {
    let value: unknown;
    let fault: string | undefined;
    try {
      value = penalty(statistics, spec);
    } catch (error) {
      fault = `fails (${(error as Error).message})`;
    }
    if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    const place = where ?? `step ${statistics.step} of an episode`;
    throw new InputError(
      `term ${JSON.stringify(name)} ${fault ?? `gives ${shown(value)}`} in ${place}${seen(penalty, statistics, spec)}: a penalty is a finite number of at least 0`,
    );
  };
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Most fields that a message shows. */
const MOST_FIELDS = 8;

/** The statistics that a penalty looks at, as text: "(completions 0, waiting 3)". */
function seen(penalty: Penalty, statistics: StepStatistics, spec: ClusterSpec): string {
  const fields = new Set<string>();
  const watched = new Proxy(statistics, {
    get(target, name) {
      fields.add(String(name));
      return target[name as keyof StepStatistics];
    },
  });
  try {
    penalty(watched, spec);
  } catch {
    // What it looked at until then is told.
  }
  const numbers = [...fields]
    .map((name) => [name, statistics[name as keyof StepStatistics]] as const)
    .filter(([, value]) => typeof value !== "object")
    .slice(0, MOST_FIELDS);
  return numbers.length === 0
    ? ""
    : ` (${numbers.map(([name, value]) => `${name} ${Number.isNaN(value) ? "unknown on this cluster" : value}`).join(", ")})`;
}

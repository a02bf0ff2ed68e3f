import { InputError } from "../../check/index.js";
import { newestTerm, type OwnTermName } from "../../cluster/index.js";
import {
  configuredPolicy,
  configuredReward,
  type TrainingConfig,
  trainingConfig,
  trainingPreset,
} from "../../ppo/index.js";
import type { ComparisonPlan } from "./plan.js";

/** One of the agents that are compared: in what its training differs from the preset's. */
export interface Variant {
  readonly name: string;
  /** Weights of reward terms that differ; one of the user's own may be named as well. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /**
   * Terms of the user's own that it has, with weight 1 where none is given: as `ownTerm` makes them, or by name and hash. One that a
   * weight names needn't stand here.
   */
  readonly own?: readonly OwnTermName[] | undefined;
  /** Other settings that differ, as of a training configuration: `{ ppo: { discount: 0.95 } }`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** Settings that a comparison has for all of its variants. */
const SHARED: readonly string[] = ["agent", "cluster", "sizes"];

/**
 * How a variant is trained for clusters of `size` containers.
 * @throws InputError that names the variant and what is wrong with it.
 * @example
 * const plan = evaluation.comparisonPlan({ variants: [{ name: "idle 0", weights: { idle: 0 } }] });
 * evaluation.variantConfig(plan, plan.variants[0], 5).reward; // -> { model: "writeup", weights: { idle: 0 } }
 */
export function variantConfig(
  {
    world,
    spec,
    sources,
    preset,
    steps,
  }: Pick<ComparisonPlan, "world" | "spec" | "sources" | "preset" | "steps">,
  variant: Variant,
  size: number,
): TrainingConfig {
  const source = `variant ${JSON.stringify(variant.name)}`;
  const shared = SHARED.find((key) => Object.hasOwn(variant.config ?? {}, key));
  if (shared !== undefined)
    throw new InputError(`${source}: config.${shared} is the same for all variants: leave it out`);
  const where = { cluster: world, ...(spec && { spec }), ...(sources && { sources }) };
  const base = trainingConfig({ ...where, sizes: [size], steps }, trainingPreset(preset), "comparison");
  const changed = trainingConfig(variant.config ?? {}, base, `${source}, config`);
  const { weights = {}, own } = variant;
  const config = trainingConfig({ reward: { weights, ...(own && { own }) } }, changed, source);
  try {
    configuredReward(config);
    configuredPolicy(config, 0);
  } catch (error) {
    if (error instanceof RangeError || error instanceof InputError)
      throw new InputError(`${source}: ${error.message}`);
    throw error;
  }
  return config;
}

/**
 * A variant with all its terms of the user's own by name and hash alone: those that it lists, and those that only its weights name.
 * @throws InputError where it lists one by a name that this process doesn't know.
 */
export function withOwnTerms(
  { preset }: Pick<ComparisonPlan, "preset">,
  {
    own = [],
    ...variant
  }: Omit<Variant, "own"> & { readonly own?: readonly (OwnTermName | string)[] | undefined },
): Variant {
  const { model } = trainingPreset(preset).reward;
  const listed = own.map((term): OwnTermName => {
    if (typeof term !== "string") return { name: term.name, hash: term.hash };
    const known = newestTerm(term);
    if (known === undefined)
      throw new InputError(
        `variant ${JSON.stringify(variant.name)}: no term ${JSON.stringify(term)} is known: give the file that defines it (--use FILE, cluster.useModule), or run the cell that does`,
      );
    return { name: known.name, hash: known.hash };
  });
  const weighed = Object.keys(variant.weights ?? {}).flatMap((name) => {
    const term = newestTerm(name);
    if (term === undefined || listed.some((one) => one.name === name) || isBuiltIn(String(model), name))
      return [];
    return [{ name, hash: term.hash }];
  });
  const all = [...listed, ...weighed];
  return { ...variant, ...(all.length > 0 && { own: all }) };
}

/** Whether a reward model has a term of that name itself. */
function isBuiltIn(model: string, term: string): boolean {
  try {
    configuredReward({ reward: { model, weights: { [term]: 0 } } });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

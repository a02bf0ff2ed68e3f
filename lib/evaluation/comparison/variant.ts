import { InputError } from "../../check/index.js";
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
  /** Weights of reward terms that differ. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
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
  { world, preset, steps }: Pick<ComparisonPlan, "world" | "preset" | "steps">,
  variant: Variant,
  size: number,
): TrainingConfig {
  const source = `variant ${JSON.stringify(variant.name)}`;
  const shared = SHARED.find((key) => Object.hasOwn(variant.config ?? {}, key));
  if (shared !== undefined)
    throw new InputError(`${source}: config.${shared} is the same for all variants: leave it out`);
  const base = trainingConfig({ cluster: world, sizes: [size], steps }, trainingPreset(preset), "comparison");
  const changed = trainingConfig(variant.config ?? {}, base, `${source}, config`);
  const config = trainingConfig({ reward: { weights: variant.weights ?? {} } }, changed, source);
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

import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import { newestTerm, type OwnTermName, type SpecChanges } from "../../cluster/index.js";
import { mergedSources, type SourceFile, sourcesSchema } from "../../files/index.js";
import { trainingPreset, trainingSpec } from "../../ppo/index.js";
import {
  isTraceName,
  keptName,
  workloadByName,
  workloadNames,
  workloadSources,
} from "../../workload/index.js";
import { type Variant, withOwnTerms } from "./variant.js";

/** The traffic that all runs of a comparison are measured on. */
export interface EvaluationExtent {
  /** Names of workloads, none of the train split; "dev" and "test" stand for all of a split. */
  readonly workloads: readonly string[];
  /** Episodes of each workload, each with a seed of its split: all variants meet the same requests. */
  readonly runs: number;
  /** Control steps of an episode. */
  readonly steps: number;
  /** Whether agents draw their actions as in training, in place of the action without noise. */
  readonly isSampled: boolean;
}

/** What is compared, where, and with how much. */
export interface ComparisonPlan {
  /** Under which it is saved: small letters, digits and hyphens. */
  readonly name: string;
  /** The world that agents are trained and measured on: "writeup" or "sim". */
  readonly world: string;
  /** Where its clusters differ from the world's own: those of a cluster file, say. Absent: nowhere. */
  readonly spec?: SpecChanges | undefined;
  /** Files of the user's own that it depends on; absent where there is none. */
  readonly sources?: readonly SourceFile[] | undefined;
  /** Numbers of containers; each has runs of its own. */
  readonly sizes: readonly number[];
  /** Environment steps of a training run. */
  readonly steps: number;
  /** Training seeds: those of all variants, which makes pairs. */
  readonly seeds: readonly number[];
  /** Name of the variant that the others are compared with. */
  readonly baseline: string;
  /** The agent whose settings variants start from. */
  readonly preset: string;
  readonly variants: readonly Variant[];
  readonly evaluation: EvaluationExtent;
}

/** A plan as the user gives it: what is left out has its default. */
export type PlanChanges = Partial<Omit<ComparisonPlan, "evaluation" | "seeds" | "variants">> & {
  readonly variants: readonly Variant[];
  /** Seeds, or how many of them: 4 stands for 1, 2, 3, 4. */
  readonly seeds?: number | readonly number[];
  readonly evaluation?: Partial<EvaluationExtent>;
};

/** A first answer: some ten runs that take a minute or two on two cores. */
const DEFAULTS = Object.freeze({
  name: "comparison",
  world: "writeup",
  sizes: Object.freeze([5]),
  steps: 100_000,
  seeds: 4,
  preset: "ppo-writeup-batched",
});

/** Traffic of the patterns that agents are trained on, under seeds that no training draws. */
const EVALUATION: EvaluationExtent = Object.freeze({
  workloads: Object.freeze(["writeup-dev"]),
  runs: 4,
  steps: 1000,
  isSampled: false,
});

const count = z.int().min(1);
const text = z.string().min(1);
const distinct = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .min(1)
    .refine((all) => new Set(all).size === all.length, "an entry is there twice");

const planSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "a name has small letters, digits and hyphens")
    .default(DEFAULTS.name),
  world: text.default(DEFAULTS.world),
  sizes: distinct(count).default([...DEFAULTS.sizes]),
  steps: count.default(DEFAULTS.steps),
  seeds: z.union([count, distinct(z.int().min(0))]).default(DEFAULTS.seeds),
  baseline: text.optional(),
  preset: text.default(DEFAULTS.preset),
  variants: z.array(z.unknown()).min(1),
  evaluation: z.unknown().optional(),
  spec: trainingSpec.optional(),
  sources: sourcesSchema,
});

/** What a term of the user's own is told apart by; the rest of it stays where it is. */
const ownTermName = z
  .object({ name: text, hash: text })
  .transform(({ name, hash }): OwnTermName => ({ name, hash }));

const variantSchema = z.strictObject({
  name: text,
  weights: z.record(z.string(), z.number()).optional(),
  own: z.array(z.union([text, ownTermName])).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
});

const evaluationSchema = z.strictObject({
  workloads: distinct(text).default([...EVALUATION.workloads]),
  runs: count.default(EVALUATION.runs),
  steps: count.default(EVALUATION.steps),
  isSampled: z.boolean().default(EVALUATION.isSampled),
});

/**
 * A checked plan: what is left out has its default, and the first variant is the baseline where none is named.
 * @param source where the value comes from, for the message.
 * @throws InputError that names the source, the key and what stands there.
 * @example
 * const variants = [{ name: "as it is" }, { name: "dear", weights: { cost: 10 } }];
 * const plan = evaluation.comparisonPlan({ variants, seeds: 3 });
 * [plan.baseline, plan.seeds]; // -> ["as it is", [1, 2, 3]]
 * evaluation.comparisonPlan({ variants, basline: "dear" }, "plan.json");
 * // throws InputError: plan.json: unknown key basline; known: name, world, sizes, steps, seeds, baseline, preset, variants, evaluation, spec, sources
 */
export function comparisonPlan(value: unknown, source = "comparison"): ComparisonPlan {
  const { variants, seeds, evaluation, sources, ...given } = bySchema(planSchema, value, source);
  const checked = variants.map((variant, i) => bySchema(variantSchema, variant, `${source}, variants.${i}`));
  const names = checked.map(({ name }) => name);
  const doubled = names.find((name, i) => names.indexOf(name) !== i);
  if (doubled !== undefined)
    throw new InputError(`${source}: two variants are called ${JSON.stringify(doubled)}: rename one`);
  const { baseline = names[0] } = given;
  if (!names.includes(baseline))
    throw new InputError(
      `${source}: baseline is ${JSON.stringify(baseline)}, which no variant is called; known: ${names.join(", ")}`,
    );
  trainingPreset(given.preset);
  const named = checked.map((variant) => withOwnTerms(given, withKeptWorkload(variant)));
  const extent = evaluationExtent(evaluation ?? {}, `${source}, evaluation`);
  return Object.freeze({
    ...given,
    baseline,
    seeds: typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i + 1) : seeds,
    variants: named,
    evaluation: extent,
    ...mergedSources(source, sources, ownFiles(named, extent)),
  });
}

/** The files that define terms of the variants, and the workloads. */
function ownFiles(variants: readonly Variant[], { workloads }: EvaluationExtent): readonly SourceFile[] {
  const terms = variants.flatMap(({ own = [] }) => own);
  const trained = variants.flatMap(({ config }) =>
    typeof config?.workload === "string" ? [config.workload] : [],
  );
  return [
    ...terms.flatMap(({ name }) => newestTerm(name)?.file ?? []),
    ...workloadSources([...workloads, ...trained]),
  ];
}

/** A variant whose training workload, where it has one of its own, is named as results keep it. */
function withKeptWorkload<V extends Pick<Variant, "config">>(variant: V): V {
  const { config } = variant;
  if (typeof config?.workload !== "string") return variant;
  return { ...variant, config: { ...config, workload: keptName(config.workload) } };
}

function evaluationExtent(value: unknown, source: string): EvaluationExtent {
  const { workloads, ...rest } = bySchema(evaluationSchema, value, source);
  const named = [...new Set(workloads.flatMap(expandedSplit).map(keptName))];
  const trained = named.find((name) => !isTraceName(name) && workloadByName(name).split === "train");
  if (trained !== undefined)
    throw new InputError(
      `${source}: workload ${trained} belongs to the train split: agents are measured on workloads of dev or test`,
    );
  return Object.freeze({ ...rest, workloads: named });
}

function expandedSplit(name: string): readonly string[] {
  return name === "dev" || name === "test" ? workloadNames(name) : [name];
}

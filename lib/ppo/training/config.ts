import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import {
  newestTerm,
  type OwnTermName,
  type SpecChanges,
  trainingWorldNames,
  worldByName,
} from "../../cluster/index.js";
import { mergedSources, type SourceFile, sourcesSchema } from "../../files/index.js";
import { keptName, workloadSources } from "../../workload/index.js";
import { encodings, heads, networks, rewards } from "../parts/index.js";
import type { PpoSettings } from "../settings.js";
import { trainingSpec } from "./spec.js";

/** A whole number >= 1 in a configuration. */
export const count = z.int().min(1);
const factor = z.number().min(0).max(1);
const positive = z.number().positive();
const schedule = z.strictObject({ kind: z.enum(["constant", "linear"]), from: positive });

/** Settings of PPO in a configuration. */
export const ppo = z.strictObject({
  rolloutSteps: count,
  minibatch: count,
  epochs: count,
  learningRate: schedule,
  clipRange: positive,
  vfCoef: z.number().min(0),
  entCoef: z.number().min(0),
  discount: factor,
  lambda: factor,
  maxGradNorm: positive,
  normalizeAdvantages: z.boolean(),
  normalizeObservations: z.boolean(),
  normalizeRewards: z.boolean(),
  targetKl: positive.nullable(),
});

const training = z.strictObject({
  /** Name under which the agent is kept and evaluated. */
  agent: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "a name has small letters, digits and hyphens"),
  /** World that it is trained on. */
  cluster: z.enum(trainingWorldNames()),
  /** Where containers and times of the exact simulator differ from the standard ones: those of a calibration, say. */
  spec: trainingSpec.optional(),
  /** Numbers of containers; with more than one the agent learns on all of them at once. */
  sizes: z.array(count).min(1),
  /** Clusters of each size that step together. */
  clusters: count,
  /** A workload of the train split, or a trace of the user's own, as results keep its name. */
  workload: z.string().min(1),
  /** Environment steps in all. */
  steps: count,
  /** Control steps of an episode. */
  episodeSteps: count,
  reward: rewards.schema,
  encoding: encodings.schema,
  /** The finished run that this one begins from; see `furtherConfig`. */
  from: z
    .strictObject({ hash: z.string().regex(/^[0-9a-f]{12}$/), seed: z.int().min(0), steps: count })
    .optional(),
  policy: z.strictObject({ network: networks.schema, head: heads.schema }),
  ppo,
  /** Files of the user's own that it depends on; absent where there is none. */
  sources: sourcesSchema,
});

/** The finished run that another one begins from, as its configuration says it. */
export interface EarlierRun {
  /** Of its checkpoint's bytes: the first 12 hexadecimal digits of their SHA-256. */
  readonly hash: string;
  readonly seed: number;
  /** Environment steps that its policy was trained for, all runs before it included. */
  readonly steps: number;
}

/** A training run but for its seed: what is learned, where, and how. Plain JSON. */
export type TrainingConfig = Omit<z.infer<typeof training>, "ppo" | "spec" | "sources"> & {
  readonly spec?: SpecChanges | undefined;
  readonly sources?: readonly SourceFile[] | undefined;
  readonly ppo: PpoSettings;
};

/** Changes of a part's settings; they are checked as a whole when they have been made. */
export const partChanges = z.record(z.string(), z.unknown());

/** Settings as the user gives them: what is left out stays as in the preset. */
export type TrainingChanges = z.infer<typeof changes>;
const changes = z
  .strictObject({
    ...training.omit({ from: true }).partial().shape,
    reward: partChanges,
    encoding: partChanges,
    policy: z.strictObject({ network: partChanges, head: partChanges }).partial(),
    ppo: ppo.partial(),
  })
  .partial();

/**
 * A checked configuration: `base` with the changes of `value`, part by part. A trace is opened. The files that define its workload and its reward's
 * terms join its `sources`.
 * @param source where the value comes from, for the message.
 * @throws InputError that names the source, the key and its value.
 * @example
 * const preset = ppo.trainingPreset("ppo-writeup");
 * ppo.trainingConfig({ sizes: [5], ppo: { epochs: 5 } }, preset).ppo.epochs; // -> 5
 * ppo.trainingConfig({ ppo: { epochs: 0 } }, preset, "plan.json");
 * // throws InputError: plan.json: ppo.epochs is 0, which isn't valid: Too small: expected number to be >=1
 */
export function trainingConfig(
  value: unknown,
  base: TrainingConfig,
  source = "configuration",
): TrainingConfig {
  const given = bySchema(changes, value, source);
  const { sources = [], ...settings } = { ...base, ...given };
  const workload = keptName(given.workload ?? base.workload);
  // The base's workload is a source no longer where another one is named.
  const old = workloadSources([base.workload]);
  const others = sources.filter(
    ({ name, hash }) => !old.some((one) => one.name === name && one.hash === hash),
  );
  const merged = {
    ...settings,
    workload,
    reward: rewards.changed(base.reward, given.reward),
    encoding: encodings.changed(base.encoding, given.encoding),
    policy: {
      network: networks.changed(base.policy.network, given.policy?.network),
      head: heads.changed(base.policy.head, given.policy?.head),
    },
    ppo: { ...base.ppo, ...given.ppo },
  };
  const checked = bySchema(training, merged, source);
  const own = [...workloadSources([checked.workload]), ...termFiles(checked)];
  const config = { ...checked, ...mergedSources(source, others, own) };
  try {
    worldByName(config.cluster, { spec: config.spec });
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${source}: ${error.message}`) : error;
  }
  return Object.freeze(config) as TrainingConfig;
}

/** The files that define terms of the user's own. */
function termFiles({ reward }: Pick<TrainingConfig, "reward">): readonly SourceFile[] {
  const { own = [] } = reward as { readonly own?: readonly OwnTermName[] };
  return own.flatMap((name) => newestTerm(name.name)?.file ?? []);
}

/** A whole configuration, as a checkpoint keeps it. @throws InputError as `trainingConfig`. */
export function wholeTrainingConfig(value: unknown, source: string): TrainingConfig {
  return Object.freeze(bySchema(training, value, source)) as TrainingConfig;
}

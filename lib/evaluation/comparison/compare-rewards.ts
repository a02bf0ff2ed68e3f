import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { requireInteger } from "../../check/index.js";
import { openWorkspace } from "../../data/index.js";
import { withSources } from "../../files/index.js";
import { checkpointFile, readCheckpoint, type TrainingConfig } from "../../ppo/index.js";
import { interruptible } from "../../processes/index.js";
import { workloadSources } from "../../workload/index.js";
import type { Comparison } from "./comparison.js";
import { orderSteps, type ReferenceOrder, type RunOrder } from "./job.js";
import { doneJobs, type KeptJob } from "./kept-jobs.js";
import { type MeasuredReference, referenceSteps } from "./measure-reference.js";
import { comparisonPlan, type PlanChanges } from "./plan.js";
import { type ComparisonProgress, progressLine } from "./progress.js";
import { checkedReference, type Reference, type ReferencePoint } from "./reference.js";
import {
  type ComparisonCode,
  comparisonCode,
  type FinishedRun,
  readFinished,
  readReference,
  referenceFile,
  runFolderOf,
} from "./run-folder.js";
import { variantConfig } from "./variant.js";

/** How a comparison is run and watched. */
export interface CompareOptions {
  /** Where runs are kept, and taken from where they are finished; default: `build/compared-runs` of the workspace. */
  readonly folder?: string | undefined;
  /** Rules that are measured on the same traffic, to be drawn beside the agents; those of other sizes are left out. */
  readonly references?: readonly Reference[] | undefined;
  /** Processes; default: one a core. What comes out doesn't depend on it. */
  readonly workers?: number | undefined;
  /** Stops the comparison at once; default: an interrupt (Ctrl-C, a notebook's stop button) does. */
  readonly signal?: AbortSignal | undefined;
  /** Shows a bar with the time left: a notebook's `newDisplay()`. */
  readonly display?: { markdown(text: string): void } | undefined;
  readonly onProgress?: ((progress: ComparisonProgress) => void) | undefined;
}

/**
 * Trains every variant with every seed and measures all agents on the same traffic. All cores work. Finished runs are kept by the
 * hash of their configuration, seed and code, and taken again, whichever comparison made them; one that was stopped goes on from
 * its checkpoint.
 * @throws InputError before any work where the plan is wrong; the signal's reason when stopped.
 * @example
 * // needs a minute
 * const comparison = await evaluation.compareRewards({
 *   variants: [{ name: "write-up" }, { name: "fleet-change 3", weights: { "fleet-change": 3 } }],
 *   sizes: [5],
 *   seeds: 4,
 *   steps: 60_000,
 * });
 * comparison.runs.length; // -> 8
 */
export async function compareRewards({
  folder,
  workers,
  signal,
  display,
  onProgress,
  references = [],
  ...changes
}: PlanChanges & CompareOptions): Promise<Comparison> {
  const plan = comparisonPlan(changes);
  if (workers !== undefined) requireInteger("workers", workers);
  const place = folder ?? join(openWorkspace().root, "build", "compared-runs");
  const code = comparisonCode();
  const runs = plan.seeds.flatMap((seed) =>
    plan.sizes.flatMap((size) =>
      plan.variants.map((variant) => {
        const config = runConfig(variantConfig(plan, variant, size));
        const { evaluation } = plan;
        const at = runFolderOf(place, { config, seed, evaluation }, code);
        const job = runJob({ config, seed, evaluation, place: at });
        return { variant: variant.name, size, seed, job };
      }),
    ),
  );
  const rules: KeptJob<readonly ReferencePoint[]>[] = [];
  for (const [i, given] of references.entries()) {
    const reference = await checkedReference(given, plan, `references.${i}`);
    if (plan.sizes.includes(reference.size)) rules.push(referenceJob(place, { ...plan, reference }, code));
  }
  const show = (progress: ComparisonProgress) => {
    display?.markdown(progressLine(progress));
    onProgress?.(progress);
  };
  const work = (stop: AbortSignal) =>
    doneJobs<FinishedRun | readonly ReferencePoint[]>([...runs.map(({ job }) => job), ...rules], {
      workers,
      signal: stop,
      show,
    });
  const done = await interruptible(work, signal);
  return {
    plan,
    code,
    runs: runs.map(({ variant, size, seed, job: { id } }) => {
      const { measures, curve } = done.get(id) as FinishedRun;
      return { variant, size, seed, id, ...measures, curve };
    }),
    references: rules.flatMap(({ id }) => done.get(id) as readonly ReferencePoint[]),
  };
}

/**
 * What a run depends on. Terms of the user's own are told by the hash of each, and a cluster by its spec: another term in the same file,
 * or another name of it, makes no other run.
 */
function runConfig({ sources: _, ...config }: TrainingConfig): TrainingConfig {
  return { ...config, ...withSources(workloadSources([config.workload])) };
}

function runJob(order: RunOrder): KeptJob<FinishedRun> {
  const { config, place } = order;
  return {
    id: place.id,
    steps: orderSteps(order),
    before() {
      if (existsSync(place.agentFile)) return config.steps;
      const checkpoint = checkpointFile(place.folder);
      return existsSync(checkpoint) ? Math.min(readCheckpoint(checkpoint).state.steps, config.steps) : 0;
    },
    kept: () => readFinished(place),
    job: { module: JOBS, name: "compareJob", argument: order },
  };
}

function referenceJob(
  folder: string,
  { world, spec, evaluation, reference }: MeasuredReference,
  code: ComparisonCode,
): KeptJob<readonly ReferencePoint[]> {
  const order = { world, evaluation, reference, ...(spec && { spec }) };
  const { id, file } = referenceFile(folder, order, code);
  return {
    id,
    steps: referenceSteps(order),
    before: () => 0,
    kept: () => readReference(file),
    job: { module: JOBS, name: "referenceJob", argument: { ...order, file } satisfies ReferenceOrder },
  };
}

/** The module of what other processes do. */
const JOBS = join(__dirname, `job${extname(__filename)}`);

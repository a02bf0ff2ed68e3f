import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { requireInteger } from "../../check/index.js";
import { openWorkspace } from "../../data/index.js";
import { checkpointFile, readCheckpoint } from "../../ppo/index.js";
import { interruptible, ProcessPool } from "../../processes/index.js";
import type { Comparison } from "./comparison.js";
import { orderSteps, type RunOrder } from "./job.js";
import { comparisonPlan, type PlanChanges } from "./plan.js";
import { type ComparisonProgress, ProgressSum, progressLine } from "./progress.js";
import { comparisonCode, type FinishedRun, readFinished, runFolderOf } from "./run-folder.js";
import { variantConfig } from "./variant.js";

/** How a comparison is run and watched. */
export interface CompareOptions {
  /** Where runs are kept, and taken from where they are finished; default: `build/compared-runs` of the workspace. */
  readonly folder?: string | undefined;
  /** Processes; default: one a core. What comes out doesn't depend on it. */
  readonly workers?: number | undefined;
  /** Stops the comparison at once; default: an interrupt (Ctrl-C, a notebook's stop button) does. */
  readonly signal?: AbortSignal | undefined;
  /** Shows a bar with the time left: a notebook's `newDisplay()`. */
  readonly display?: { markdown(text: string): void } | undefined;
  readonly onProgress?: ((progress: ComparisonProgress) => void) | undefined;
}

/** Progress is shown this far apart, in ms. */
const INTERVAL = 250;

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
  ...changes
}: PlanChanges & CompareOptions): Promise<Comparison> {
  const plan = comparisonPlan(changes);
  if (workers !== undefined) requireInteger("workers", workers);
  const place = folder ?? join(openWorkspace().root, "build", "compared-runs");
  const code = comparisonCode();
  const orders = plan.seeds.flatMap((seed) =>
    plan.sizes.flatMap((size) =>
      plan.variants.map((variant) => {
        const order = { config: variantConfig(plan, variant, size), seed, evaluation: plan.evaluation };
        return { variant: variant.name, size, ...order, place: runFolderOf(place, order, code) };
      }),
    ),
  );
  const show = (progress: ComparisonProgress) => {
    display?.markdown(progressLine(progress));
    onProgress?.(progress);
  };
  const distinctOrders = [...new Map(orders.map((order) => [order.place.id, order])).values()];
  const run = (stop: AbortSignal) => finishedRuns(distinctOrders, { workers, signal: stop, show });
  const finished = await (signal === undefined ? interruptible(run) : run(signal));
  return {
    plan,
    code,
    runs: orders.map(({ variant, size, seed, place: { id } }) => {
      const { measures, curve } = finished.get(id) as FinishedRun;
      return { variant, size, seed, id, ...measures, curve };
    }),
  };
}

/** All runs by their id: those that are kept, and the others trained and measured now. */
async function finishedRuns(
  orders: readonly RunOrder[],
  {
    workers = availableParallelism(),
    signal,
    show,
  }: {
    readonly workers?: number | undefined;
    readonly signal: AbortSignal;
    readonly show: (progress: ComparisonProgress) => void;
  },
): Promise<ReadonlyMap<string, FinishedRun>> {
  const finished = new Map<string, FinishedRun>();
  for (const { place } of orders) {
    const kept = readFinished(place);
    if (kept !== undefined) finished.set(place.id, kept);
  }
  const totals = orders.map(orderSteps);
  const sum = new ProgressSum(
    totals,
    orders.map((order, i) => (finished.has(order.place.id) ? totals[i] : stepsBefore(order))),
  );
  const missing = orders.flatMap((order, i) => (finished.has(order.place.id) ? [] : [i]));
  show(sum.now());
  if (missing.length === 0) return finished;
  let shownAt = performance.now();
  const pool = new ProcessPool(Math.min(workers, missing.length));
  try {
    await pool.run<FinishedRun, number>(
      missing.map((i) => ({
        module: join(__dirname, `job${extname(__filename)}`),
        name: "compareJob",
        argument: orderOf(orders[i]),
      })),
      {
        signal,
        onMessage(job, steps) {
          sum.note(missing[job], steps);
          if (performance.now() - shownAt < INTERVAL) return;
          shownAt = performance.now();
          show(sum.now());
        },
        onDone(job, run) {
          const i = missing[job];
          finished.set(orders[i].place.id, run);
          sum.finish(i);
          show(sum.now());
        },
      },
    );
  } finally {
    pool.close();
  }
  return finished;
}

/** Steps that an unfinished run has done. */
function stepsBefore({ config, place: { folder, agentFile } }: RunOrder): number {
  if (existsSync(agentFile)) return config.steps;
  const checkpoint = checkpointFile(folder);
  return existsSync(checkpoint) ? Math.min(readCheckpoint(checkpoint).state.steps, config.steps) : 0;
}

function orderOf({ config, seed, evaluation, place }: RunOrder): RunOrder {
  return { config, seed, evaluation, place };
}

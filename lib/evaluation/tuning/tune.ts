import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { InputError, requireInteger } from "../../check/index.js";
import type { SpecChanges } from "../../cluster/index.js";
import { controllerSources } from "../../control/index.js";
import { machine, specDescription, specId, writeManifestEntry } from "../../data/index.js";
import { codeHash, type SourceFile, withLock, withSources } from "../../files/index.js";
import { workloadSources } from "../../workload/index.js";
import { fillFile } from "../experiment/fill.js";
import { measureCells } from "../experiment/measure.js";
import { rowCodes } from "../experiment/row-code.js";
import { LADDER_SIZES } from "../ladder/scale.js";
import { type LargestStep, stepAt } from "./largest-step.js";
import { ownLoads, requireSameLoads } from "./loads.js";
import { ownFleet, tunedSpec } from "./own-fleet.js";
import { plannedSteps, runSearch, type Search } from "./search.js";
import { searchSpace } from "./search-space.js";
import { TRIAL_COLUMNS, type TrialCell, type TrialRow } from "./trial-columns.js";
import { trialExperiment } from "./trial-experiment.js";
import { readTrialRows, type Trials, trialsOf, tuningFile } from "./trials-file.js";

/** What is tuned, with how much, and where results go. */
export interface TuneOptions {
  /** Names with their router, without parameters: "staffing+least-connections". */
  readonly controllers: readonly string[];
  /** Default: 1. */
  readonly largestSteps?: readonly LargestStep[];
  /** Environment steps for each controller and largest step, over all sizes, warm-up, dropped trials and dev included. */
  readonly budget: number;
  /** Base seed of what is drawn; default 1. */
  readonly seed?: number;
  /** Numbers of containers; default `LADDER_SIZES`. */
  readonly sizes?: readonly number[];
  /** Containers of the user's own, in place of the ladder's, and the files that describe them. */
  readonly cluster?: { readonly spec: SpecChanges; readonly sources: readonly SourceFile[] } | undefined;
  /** Traces of the user's own (`trace:FILE...`) to tune on in place of the ladder's loads, on train and dev alike; left out: none. */
  readonly workloads?: readonly string[] | undefined;
  /** Where files go: `tuningFile`. What they hold already is kept. */
  readonly folder: string;
  /** Manifest to describe the files in; left out: none. */
  readonly manifest?: { readonly file: string; readonly command: string; readonly date: string } | undefined;
  /** What to do with rows of these searches that other code made; default: refuse. */
  readonly otherCode?: "refuse" | "keep" | "replace" | undefined;
  /** Processes; default: one a core. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with steps done and in all, over all searches. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** One search and what came out. */
export interface Tuned extends Search {
  readonly file: string;
  /** Environment steps that it spent. */
  readonly spent: number;
  readonly trials: Trials;
}

/**
 * Tunes controllers, one after the other, on train and dev loads of the ladder, or on traces of the user's own, of which every episode
 * is another stretch; the test split is locked. Every trial is stored,
 * dropped ones, too. The same options give the same files, however many processes measure and however often it was stopped.
 *
 * @throws InputError before anything is measured where a controller is unknown, the budget too small, a trace too short, or a file
 * foreign, in use, or of other loads;
 * the signal's reason when aborted (the files then hold every finished cell).
 * @example
 * const search = { controllers: ["static"], budget: 100_000, sizes: [5] };
 * const [tuned] = await evaluation.tune({ ...search, folder: "tuning", workers: 1 });
 * tuned.spent <= 100_000; // -> true
 */
export async function tune(options: TuneOptions): Promise<readonly Tuned[]> {
  const { controllers, largestSteps = [1], budget, seed = 1, sizes = LADDER_SIZES, folder } = options;
  requireInteger("budget", budget);
  requireInteger("seed", seed, 0);
  if (options.workers !== undefined) requireInteger("workers", options.workers);
  for (const size of sizes) requireInteger("size", size);
  const { cluster } = options;
  const fleet = cluster && { fleet: ownFleet(cluster.spec, sizes) };
  const workloads = ownLoads(
    options.workloads,
    sizes.map((size) => tunedSpec(fleet?.fleet, size)),
  );
  const sources = [...(cluster?.sources ?? []), ...workloadSources(workloads ?? [])];
  const searches = controllers.flatMap((name) =>
    largestSteps.map((largestStep): Search => {
      const { controller } = searchSpace(name);
      const own = withSources([...controllerSources([controller]), ...sources]);
      return {
        controller,
        largestStep,
        budget,
        seed,
        sizes,
        ...own,
        ...fleet,
        ...(workloads && { workloads }),
      };
    }),
  );
  const files = searches.map((search) => join(folder, tuningFile(search.controller, search.largestStep)));
  const doubled = files.find((file, i) => files.indexOf(file) !== i);
  if (doubled !== undefined)
    throw new InputError(`${doubled} would be written twice: name each controller once`);
  const planned = searches.map(plannedSteps);
  const total = planned.reduce((sum, steps) => sum + steps, 0);
  return withLock(files, async () => {
    for (const file of files) if (existsSync(file)) requireSameLoads(file, readTrialRows(file), workloads);
    const code = codeHash([trialExperiment.module]);
    const tuned: Tuned[] = [];
    let before = 0;
    for (const [i, search] of searches.entries()) {
      const tell = (steps: number) => options.onProgress?.(before + steps, total);
      tuned.push(await tuneOne(search, files[i], code, options, tell));
      before += planned[i];
      tell(0);
    }
    return tuned;
  });
}

async function tuneOne(
  search: Search,
  file: string,
  code: string,
  options: TuneOptions,
  tell: (steps: number) => void,
): Promise<Tuned> {
  const { workers = availableParallelism(), signal } = options;
  const { sources = [] } = search;
  const own = await runSearch(search, async (cells) => {
    let steps = 0;
    const { rows } = await fillFile({
      columns: TRIAL_COLUMNS,
      cells,
      file,
      codeOf: rowCodes<typeof TRIAL_COLUMNS, TrialCell>(TRIAL_COLUMNS, code, undefined, () => sources),
      sourcesOf: () => sources,
      otherCode: options.otherCode ?? "refuse",
      otherRows: "keep",
      measure: (missing, watch) =>
        measureCells(
          trialExperiment,
          missing,
          { dataDir: "", outputDir: "", workDir: "", part: 1 },
          { onDone: watch.onDone, workers, signal },
        ),
      onCell(_, cellRows, state) {
        for (const row of cellRows) steps += row.steps;
        if (state === "measured") tell(steps);
      },
      describe: () => describe(search, file, code, options),
    });
    return rows as readonly TrialRow[];
  });
  return {
    ...search,
    file,
    spent: own.reduce((sum, { steps }) => sum + steps, 0),
    trials: trialsOf(readTrialRows(file)),
  };
}

function describe(search: Search, file: string, code: string, { manifest }: TuneOptions): void {
  if (manifest === undefined) return;
  const { command, date } = manifest;
  const specs = search.sizes.map((size) => tunedSpec(search.fleet, size, stepAt(search.largestStep, size)));
  writeManifestEntry(manifest.file, file, {
    command,
    date,
    code,
    machine: machine(),
    seed: search.seed,
    config: search,
    specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
  });
}

import { InputError } from "../../check/index.js";

/** How many trials are measured on how many train loads. */
export interface Rung {
  readonly trials: number;
  /** Loads in all: the first ones of train, those of the rungs before included. */
  readonly loads: number;
}

/** How a budget is spent. */
export interface TuningPlan {
  readonly rungs: readonly Rung[];
  /** Trials of the first two rungs come in so many parts, later ones drawn near the best of those before. */
  readonly generations: number;
  /** The finalists measured on every dev workload, and in how many runs. */
  readonly dev: { readonly trials: number; readonly runs: number };
  /** Environment steps of it all. */
  readonly steps: number;
}

/** What a plan depends on. */
export interface PlanSetting {
  /** Environment steps. */
  readonly budget: number;
  /** Those of one run at every size together. */
  readonly runSteps: number;
  /** Number of dev workloads. */
  readonly devWorkloads: number;
}

/** Loads come in blocks: each has a load of every family (`workload.drawnWorkload`). */
const BLOCK = 6;
/** Share of the budget for the dev workloads. */
const DEV_SHARE = 1 / 6;
/** One trial in so many reaches the next rung. */
const REDUCTION = 3;
/** Trials of the last rung: enough for one at each size and price, and many second ones. */
const FINALISTS = 30;
/** Share of the train runs for the first rung, where most trials are. */
const FIRST_SHARE = 0.55;

/**
 * Successive halving by thirds: as many rungs as leave each of them a block of loads, the last one with all that is left.
 * Finalists are many, so that there is one for every size and price, and are measured on many loads, so that the choice among
 * them isn't that of the luckiest.
 * Source: Karnin, Koren and Somekh 2013, ICML; Jamieson and Talwalkar 2016, AISTATS.
 * @throws InputError where the budget doesn't suffice for a single trial.
 */
export function tuningPlan({ budget, runSteps, devWorkloads }: PlanSetting): TuningPlan {
  const { trainRuns, devRuns } = splitRuns({ budget, runSteps });
  const finalists = Math.min(
    FINALISTS,
    Math.max(1, Math.floor((FIRST_SHARE * trainRuns) / (BLOCK * REDUCTION))),
  );
  let rungs = rungsOf(0, finalists, trainRuns);
  for (let last = 1; ; last++) {
    const more = rungsOf(last, finalists, trainRuns);
    if (more.some(({ loads }, rung) => loads - (more[rung - 1]?.loads ?? 0) < BLOCK)) break;
    rungs = more;
  }
  const dev = devPart(devRuns, finalists, devWorkloads);
  const runs = rungs.reduce(
    (sum, { trials, loads }, rung) => sum + trials * (loads - (rungs[rung - 1]?.loads ?? 0)),
    dev.trials * dev.runs * devWorkloads,
  );
  return { rungs, generations: Math.max(1, rungs.length - 1), dev, steps: runs * runSteps };
}

/** How often everything in a list is measured where nothing is chosen. */
export interface EnumerationPlan {
  /** Train loads. */
  readonly loads: number;
  /** Runs on every dev workload. */
  readonly devRuns: number;
  /** Environment steps of it all. */
  readonly steps: number;
}

/**
 * The plan of an enumeration.
 * @param setting.runSteps steps of one run of everything.
 * @throws InputError where the budget doesn't suffice for one block of loads.
 */
export function enumerationPlan(setting: PlanSetting): EnumerationPlan {
  const { runSteps, devWorkloads } = setting;
  const runs = splitRuns(setting);
  const loads = blocks(runs.trainRuns);
  const devRuns = Math.floor(runs.devRuns / devWorkloads);
  return { loads, devRuns, steps: (loads + devRuns * devWorkloads) * runSteps };
}

function splitRuns({ budget, runSteps }: Pick<PlanSetting, "budget" | "runSteps">) {
  const runs = Math.floor(budget / runSteps);
  const devRuns = Math.floor(runs * DEV_SHARE);
  const trainRuns = runs - devRuns;
  if (trainRuns < BLOCK)
    throw new InputError(
      `a budget of ${budget} steps is too small: the least is ${Math.ceil(BLOCK / (1 - DEV_SHARE)) * runSteps}`,
    );
  return { trainRuns, devRuns };
}

/** Rungs 0 .. last, of which the last has the finalists. */
function rungsOf(last: number, finalists: number, trainRuns: number): readonly Rung[] {
  let left = trainRuns;
  let loads = 0;
  return Array.from({ length: last + 1 }, (_, rung) => {
    const trials = finalists * REDUCTION ** (last - rung);
    const part = rung === last ? left : trainRuns * (rung === 0 ? FIRST_SHARE : (1 - FIRST_SHARE) / last);
    const more = blocks(part / trials);
    left -= more * trials;
    loads += more;
    return { trials, loads };
  });
}

function blocks(runs: number): number {
  return BLOCK * Math.floor(runs / BLOCK);
}

function devPart(devRuns: number, finalists: number, devWorkloads: number): TuningPlan["dev"] {
  const runs = Math.max(1, Math.floor(devRuns / (finalists * devWorkloads)));
  return { runs, trials: Math.min(finalists, Math.floor(devRuns / (devWorkloads * runs))) };
}

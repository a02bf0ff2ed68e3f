import { InputError } from "../../check/index.js";

/** How many trials are measured on how many train loads. */
export interface Rung {
  readonly trials: number;
  /** Where the rung's loads begin among those of train, and how many it has: each rung has loads of its own. */
  readonly first: number;
  readonly loads: number;
  /** Measured at the screening size alone; the others at every size. */
  readonly isScreening: boolean;
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

/** The setting of a plan that screens. */
export interface RacePlanSetting extends PlanSetting {
  /** Steps of one run at the screening size. */
  readonly screeningSteps: number;
}

/** Loads come in blocks: each has a load of every family (`workload.drawnWorkload`). */
const BLOCK = 6;
/** Share of the budget for the dev workloads. */
const DEV_SHARE = 1 / 6;
/** One trial in so many reaches the next rung. */
const REDUCTION = 3;
/** Fewest trials of the last rung, where the budget allows: one for nearly each size and price. */
const FINALISTS = 24;
/** Loads that finalists need at most: a larger budget gives more of them, since what is best at other sizes may lie further down. */
const FINAL_LOADS = 25 * BLOCK;
/** More finalists are wanted only where that leaves so many rungs: with fewer nothing is drawn near what was good. */
const RUNGS_FOR_MORE = 3;
/** Share of the train steps for screening, and of that for the first rung, where most trials are. */
const SCREENING_SHARE = 0.45;
const FIRST_SHARE = 2 / 3;
/** Fewest loads that trials are dropped by: wild loads are rare, and at a high price they decide. */
const LEAST_LOADS = 3 * BLOCK;

/**
 * Successive halving by thirds. All rungs but the last screen at one size, which leaves each of them several times as many loads:
 * parameters are shares and standard deviations, so that what is good at one size is seldom bad at another. There are as many rungs
 * as leave each `LEAST_LOADS`. Finalists are measured at every size, on many loads that none of them was chosen by.
 * Source: Karnin, Koren and Somekh 2013, ICML; Jamieson and Talwalkar 2016, AISTATS.
 * @throws InputError where the budget doesn't suffice for a single trial.
 */
export function tuningPlan(setting: RacePlanSetting): TuningPlan {
  const { runSteps, screeningSteps, devWorkloads } = setting;
  const { trainRuns, devRuns } = splitRuns(setting);
  const trainSteps = trainRuns * runSteps;
  const most = Math.max(
    1,
    Math.floor((SCREENING_SHARE * trainSteps) / (LEAST_LOADS * REDUCTION * screeningSteps)),
  );
  const more = Math.floor(((1 - SCREENING_SHARE) * trainRuns) / FINAL_LOADS);
  const races = [more, FINALISTS].map((wanted) => {
    const finalists = Math.min(Math.max(FINALISTS, wanted), most);
    return { finalists, rungs: mostRungs(finalists, trainSteps, setting) };
  });
  const { finalists, rungs } = races.find((race) => race.rungs.length >= RUNGS_FOR_MORE) ?? races[1];
  const dev = devPart(devRuns, finalists, devWorkloads);
  const steps = rungs.reduce(
    (sum, { trials, loads, isScreening }) => sum + trials * loads * (isScreening ? screeningSteps : runSteps),
    dev.trials * dev.runs * devWorkloads * runSteps,
  );
  return { rungs, generations: Math.max(1, rungs.length - 1), dev, steps };
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

/** As many rungs as leave each `LEAST_LOADS`. */
function mostRungs(finalists: number, trainSteps: number, setting: RacePlanSetting): readonly Rung[] {
  let rungs = rungsOf(0, finalists, trainSteps, setting);
  for (let last = 1; ; last++) {
    const more = rungsOf(last, finalists, trainSteps, setting);
    if (more.some(({ loads }) => loads < LEAST_LOADS)) return rungs;
    rungs = more;
  }
}

/** Rungs 0 .. last, of which the last has the finalists. */
function rungsOf(
  last: number,
  finalists: number,
  trainSteps: number,
  { runSteps, screeningSteps }: RacePlanSetting,
): readonly Rung[] {
  let left = trainSteps;
  let first = 0;
  return Array.from({ length: last + 1 }, (_, rung) => {
    const isScreening = rung < last;
    const trials = finalists * REDUCTION ** (last - rung);
    const share = last === 1 ? 1 : rung === 0 ? FIRST_SHARE : (1 - FIRST_SHARE) / (last - 1);
    const part = isScreening ? SCREENING_SHARE * share * trainSteps : left;
    const runCost = isScreening ? screeningSteps : runSteps;
    const loads = blocks(part / (trials * runCost));
    left -= loads * trials * runCost;
    first += loads;
    return { trials, first: first - loads, loads, isScreening };
  });
}

function blocks(runs: number): number {
  return BLOCK * Math.floor(runs / BLOCK);
}

function devPart(devRuns: number, finalists: number, devWorkloads: number): TuningPlan["dev"] {
  const runs = Math.max(1, Math.floor(devRuns / (finalists * devWorkloads)));
  return { runs, trials: Math.min(finalists, Math.floor(devRuns / (devWorkloads * runs))) };
}

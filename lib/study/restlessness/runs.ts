import { distinct } from "../../evaluation/index.js";
import { type DataReader, numberIn, numberOrNull } from "../../report/index.js";
import {
  autocorrelation,
  dominantPeriod,
  type Interval,
  mean,
  meanInterval,
  SHARE,
} from "../../statistics/index.js";
import { COLD_STARTS, RESTLESSNESS_FILE } from "./experiment.js";
import { relayCommands } from "./relay.js";

/** One episode of restlessness.csv: texts and numbers by the names of its columns. */
export interface RestlessRun {
  readonly cluster: string;
  readonly controller: string;
  readonly size: number;
  /** NaN for a rule. */
  readonly trainingSeed: number;
  readonly alteration: string;
  /** s */
  readonly coldStart: number;
  readonly workload: string;
  readonly autocorrelation: readonly number[];
  /** A number of another column; NaN where it is empty. */
  readonly of: (column: string) => number;
}

export function restlessRuns(data: DataReader): readonly RestlessRun[] {
  return data.rows(RESTLESSNESS_FILE).map((row) => ({
    cluster: row.cluster,
    controller: row.controller,
    size: numberIn(row, "size"),
    trainingSeed: numberOrNull(row, "training_seed") ?? Number.NaN,
    alteration: row.alteration,
    coldStart: numberIn(row, "cold_start"),
    workload: row.workload,
    autocorrelation: row.autocorrelation.split(";").map((text) => (text === "" ? Number.NaN : Number(text))),
    of: (column) => numberOrNull(row, column) ?? Number.NaN,
  }));
}

/** Cold start in s with which the exact simulator's agents were trained. */
export const TRAINED_COLD_START = 2;
/** The load at which the cycle is looked at, of those recorded: low, so that fleets have room up and down. */
export const CYCLE_WORKLOAD = "constant-0.2";

/** Agents of the exact simulator at a constant load, as they are, before the cold starts they are set. */
export function cycleRuns(data: DataReader): readonly RestlessRun[] {
  return restlessRuns(data).filter(
    (run) => run.cluster === "sim" && run.alteration === "none" && run.workload === CYCLE_WORKLOAD,
  );
}

/** Period of a run's changes in control steps; NaN where its autocorrelation has no peak. */
export function measuredPeriod(run: RestlessRun): number {
  return dominantPeriod(run.autocorrelation);
}

/**
 * The period that the relay model gives at a cold start of whole control steps of 1 s: a start is seen one step after it is over,
 * since only then has the container worked for an interval.
 */
export function predictedPeriod(coldStart: number): number {
  return dominantPeriod(autocorrelation(relayCommands({ startDelay: coldStart + 1 }), 4 * (coldStart + 2)));
}

/** Every cold start with its predicted period. */
export const PREDICTED_PERIODS = COLD_STARTS.map((coldStart) => ({
  coldStart,
  period: predictedPeriod(coldStart),
}));

/** Mean of a share over training seeds (each a mean over its runs) with its interval. */
export function shareOver(
  runs: readonly RestlessRun[],
  of: (run: RestlessRun) => number,
  limits = SHARE,
): Interval {
  return meanInterval(seedValues(runs, of), { limits });
}

/** A value a training seed, in order of seeds: the mean over its runs. */
export function seedValues(runs: readonly RestlessRun[], of: (run: RestlessRun) => number): number[] {
  return [...distinct(runs, (run) => run.trainingSeed)]
    .sort((a, b) => a - b)
    .map((seed) => mean(runs.filter((run) => Object.is(run.trainingSeed, seed)).map(of)));
}

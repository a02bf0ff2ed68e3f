import { setImmediate as nextTurn } from "node:timers/promises";
import { controllerByText } from "../../control/index.js";
import { stableJson } from "../../data/index.js";
import { splitSeeds } from "../../workload/index.js";
import type { MeasuredOf } from "../experiment/columns.js";
import { type Experiment, experiment } from "../experiment/experiment.js";
import { LadderRunner } from "../ladder/episode.js";
import { stepAt } from "./largest-step.js";
import { trialLoad } from "./loads.js";
import { type OwnFleet, tunedSpec } from "./own-fleet.js";
import { TRIAL_COLUMNS, type TrialCell } from "./trial-columns.js";

/** Measures rows of tuning files, of whatever search. */
export const trialExperiment: Experiment<typeof TRIAL_COLUMNS> = experiment({
  id: "trials",
  question: "Which settings of a controller cost least, at every price and size?",
  module: __filename,
  file: "",
  columns: TRIAL_COLUMNS,
  cells: () => [],
  measure: measureTrial,
  describe: () => ({ seed: 0, config: {} }),
});

/** A cell, and the containers of the user's own that it is measured on, where it is. */
export type FleetCell = TrialCell & { readonly fleet?: OwnFleet };

/** Runners by size, largest step and containers. */
const runners = new Map<string, LadderRunner>();

/**
 * Sums over the runs of a cell: train load i with seed i of train, run j of a dev workload with seed j of dev, so that all trials
 * meet the same requests. Loads: `trialLoad`.
 */
export async function measureTrial(
  cell: FleetCell,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MeasuredOf<typeof TRIAL_COLUMNS>> {
  const { split, first_run: first, runs } = cell;
  const runner = runnerFor(cell);
  const controller = controllerByText(cell.controller);
  const sums = {
    steps: 0,
    time: 0,
    requests: 0,
    completions: 0,
    violations: 0,
    errors: 0,
    violation_rate: 0,
    container_seconds: 0,
    response_time_sum: 0,
    changes: 0,
    commands: 0,
    reversals: 0,
  };
  for (const [i, seed] of splitSeeds(split, runs, first).entries()) {
    // Lets a signal in.
    await nextTurn();
    signal?.throwIfAborted();
    const counts = runner.episode({ workload: trialLoad(cell, first + i), controller, seed });
    sums.steps += counts.steps;
    sums.time += counts.time;
    sums.requests += counts.requests;
    sums.completions += counts.completions;
    sums.violations += counts.violations;
    sums.errors += counts.errors;
    sums.violation_rate += counts.requests > 0 ? counts.violations / counts.requests / runs : 0;
    sums.container_seconds += counts.containerSeconds;
    sums.response_time_sum += counts.responseTimeSum;
    sums.changes += counts.changes;
    sums.commands += counts.commands;
    sums.reversals += counts.reversals;
  }
  return sums;
}

function runnerFor({ size, largest_step, fleet }: FleetCell): LadderRunner {
  const key = stableJson([size, largest_step, fleet?.spec ?? {}]);
  const known = runners.get(key);
  if (known !== undefined) return known;
  const spec = tunedSpec(fleet, size, stepAt(largest_step, size));
  const runner = new LadderRunner({ spec });
  runners.set(key, runner);
  return runner;
}

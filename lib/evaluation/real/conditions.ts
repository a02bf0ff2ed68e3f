import type { StepConditions } from "../../cluster/docker/index.js";
import { sortedQuantile } from "../bootstrap.js";
import type { RealRow } from "./results.js";

/** The conditions of a whole run, as they stand beside its metrics. */
export interface RunConditions {
  readonly lateness_mean: number;
  readonly lateness_max: number;
  readonly observation_time_median: number;
  readonly observation_time_p99: number;
  readonly host_busy_mean: number;
  /** Steps with an overloaded machine. */
  readonly host_busy_steps: number;
  /** Intervals that were missed. */
  readonly overruns: number;
}

/** Names of the columns. */
export const CONDITION_COLUMNS: readonly (keyof RunConditions)[] = Object.freeze([
  "lateness_mean",
  "lateness_max",
  "observation_time_median",
  "observation_time_p99",
  "host_busy_mean",
  "host_busy_steps",
  "overruns",
]);

/** The conditions of a run from those of its steps; NaN where there are none (time is simulated). */
export function runConditions(steps: readonly StepConditions[] = []): Pick<RealRow, keyof RunConditions> {
  if (steps.length === 0)
    return Object.fromEntries(CONDITION_COLUMNS.map((name) => [name, Number.NaN])) as never;
  const sum = (of: (step: StepConditions) => number) => steps.reduce((total, step) => total + of(step), 0);
  const observing = steps.map(({ observationTime }) => observationTime).sort((a, b) => a - b);
  return {
    lateness_mean: sum(({ lateness }) => lateness) / steps.length,
    lateness_max: Math.max(...steps.map(({ lateness }) => lateness)),
    observation_time_median: sortedQuantile(observing, 0.5),
    observation_time_p99: sortedQuantile(observing, 0.99),
    host_busy_mean: sum(({ hostBusy }) => hostBusy) / steps.length,
    host_busy_steps: sum(({ hostOverloaded }) => hostOverloaded),
    overruns: sum(({ missed }) => missed),
  };
}

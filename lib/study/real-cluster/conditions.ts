import type { StepConditions } from "../../cluster/docker/index.js";
import { mean, quantile } from "../../statistics/index.js";
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
  readonly host_stolen_mean: number;
  /** Intervals that were missed. */
  readonly overruns: number;
  /** Containers that got ready in the course of the run, and their mean time from the order to start to readiness; NaN: none. */
  readonly cold_starts: number;
  readonly cold_start_mean: number;
}

/** Names of the columns. */
export const CONDITION_COLUMNS: readonly (keyof RunConditions)[] = Object.freeze([
  "lateness_mean",
  "lateness_max",
  "observation_time_median",
  "observation_time_p99",
  "host_busy_mean",
  "host_busy_steps",
  "host_stolen_mean",
  "overruns",
  "cold_starts",
  "cold_start_mean",
]);

/** The conditions of a run from those of its steps; NaN where there are none (time is simulated). */
export function runConditions(steps: readonly StepConditions[] = []): Pick<RealRow, keyof RunConditions> {
  if (steps.length === 0)
    return Object.fromEntries(CONDITION_COLUMNS.map((name) => [name, Number.NaN])) as never;
  const sum = (of: (step: StepConditions) => number) => steps.reduce((total, step) => total + of(step), 0);
  const coldStarts = sum((step) => step.coldStarts);
  const meanOf = (of: (step: StepConditions) => number) => mean(steps.map(of));
  const observing = steps.map(({ observationTime }) => observationTime);
  return {
    lateness_mean: meanOf(({ lateness }) => lateness),
    lateness_max: Math.max(...steps.map(({ lateness }) => lateness)),
    observation_time_median: quantile(observing, 0.5),
    observation_time_p99: quantile(observing, 0.99),
    host_busy_mean: meanOf(({ hostBusy }) => hostBusy),
    host_busy_steps: sum(({ hostOverloaded }) => hostOverloaded),
    host_stolen_mean: meanOf(({ hostStolen }) => hostStolen),
    overruns: sum(({ missed }) => missed),
    cold_starts: coldStarts,
    cold_start_mean: sum(({ coldStartTime }) => coldStartTime) / coldStarts,
  };
}

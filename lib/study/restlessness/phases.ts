import type { RecordTable } from "../../evaluation/index.js";
import { mean } from "../../statistics/index.js";

/** Steps over which the load's change is taken. */
export const PHASE_WINDOW = 10;

/** Steps and changes of the fleet while the load rises, is steady, and falls; changes against a rising or falling load. */
export interface PhaseCounts {
  rising_steps: number;
  rising_changes: number;
  steady_steps: number;
  steady_changes: number;
  falling_steps: number;
  falling_changes: number;
  against_changes: number;
}

/**
 * Counts by phase of the load. With d_t the change of the offered load over the last ten steps, in containers' worth (of
 * `serviceRate` requests/s each), the load rises where d_t > 1, falls where d_t < -1, and is steady between.
 */
export function phaseCounts(record: RecordTable, serviceRate: number): PhaseCounts {
  const [rates, effects] = [record.column("offeredRate"), record.column("scaleEffect")];
  const counts = {
    rising: { steps: 0, changes: 0 },
    steady: { steps: 0, changes: 0 },
    falling: { steps: 0, changes: 0 },
  };
  let against = 0;
  for (let t = PHASE_WINDOW; t < record.length; t++) {
    const change = (rates[t] - rates[t - PHASE_WINDOW]) / serviceRate;
    const way = change > 1 ? 1 : change < -1 ? -1 : 0;
    const count = counts[way > 0 ? "rising" : way < 0 ? "falling" : "steady"];
    count.steps++;
    if (effects[t] !== 0) count.changes++;
    if (way !== 0 && effects[t] === -way) against++;
  }
  const { rising, steady, falling } = counts;
  return {
    rising_steps: rising.steps,
    rising_changes: rising.changes,
    steady_steps: steady.steps,
    steady_changes: steady.changes,
    falling_steps: falling.steps,
    falling_changes: falling.changes,
    against_changes: against,
  };
}

/** Control steps of a stretch. */
export const STRETCH = 50;

/** The tenth of a run's stretches with the most SLA violations. */
export interface WorstStretches {
  /** Their share of all violations. */
  worst_violations: number;
  /** Offered load over what the ready containers serve, mean over their steps, and over all other steps. */
  worst_load: number;
  other_load: number;
}

/** Where in a run its violations are: in the worst tenth of stretches of 50 steps, and how loaded the fleet was there. */
export function worstStretches(record: RecordTable, serviceRate: number): WorstStretches {
  const [rates, ready, violations] = (["offeredRate", "ready", "violations"] as const).map((name) =>
    record.column(name),
  );
  const load = rates.map((rate, t) => rate / (serviceRate * Math.max(ready[t], 1)));
  const stretches = Array.from({ length: Math.floor(record.length / STRETCH) }, (_, i) => ({
    violations: mean(violations.subarray(i * STRETCH, (i + 1) * STRETCH)),
    load: mean(load.subarray(i * STRETCH, (i + 1) * STRETCH)),
  })).sort((a, b) => b.violations - a.violations);
  const count = Math.max(1, Math.round(stretches.length / 10));
  const [worst, others] = [stretches.slice(0, count), stretches.slice(count)];
  const sum = (of: typeof stretches) => of.reduce((total, one) => total + one.violations, 0);
  const meanLoad = (of: typeof stretches) => mean(of.map((one) => one.load));
  return {
    worst_violations: sum(worst) / sum(stretches),
    worst_load: meanLoad(worst),
    other_load: meanLoad(others),
  };
}

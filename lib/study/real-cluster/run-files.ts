import { join } from "node:path";
import type { PlannedRun } from "../real-plan/plan.js";

/** Files of one run in a folder. */
export function runFiles(folder: string, { controller, phase, size, run }: PlannedRun) {
  const name = join(folder, `${controller}${phase && `-phase${phase}`}_n${size}_run${run}`);
  return {
    records: `${name}.csv.gz`,
    /** Conditions of the run's steps. */
    conditions: `${name}_conditions.csv`,
    /** Every request: when it was sent, how long its answer took, who gave it, and what it was. */
    requests: `${name}_requests.csv.gz`,
  };
}

import { join } from "node:path";
import { runFileName } from "../../data/index.js";
import type { PlannedRun } from "../real-plan/plan.js";

/** Files of one run in a folder. */
export function runFiles(folder: string, run: PlannedRun) {
  return {
    records: join(folder, runFileName(run)),
    /** Conditions of the run's steps. */
    conditions: join(folder, runFileName(run, "conditions")),
    /** Every request: when it was sent, how long its answer took, who gave it, and what it was. */
    requests: join(folder, runFileName(run, "requests")),
  };
}

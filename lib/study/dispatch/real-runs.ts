import { planFiles, realRunsOf } from "../real-cluster/runs.js";
import { dispatchPlan } from "./plan.js";

const plan = dispatchPlan();

/** Whole fleets behind the real proxy, and the folder of their records; relative to the data folder. */
export const { file: REAL_DISPATCH_FILE, records: REAL_DISPATCH_RECORDS } = planFiles(plan);

/** The command that makes them. */
export const REAL_DISPATCH_COMMAND = "npx fleetlab real dispatches";

/** Runs on real containers, as the records that were kept have them. */
export const realDispatchRuns = realRunsOf({
  plan,
  question: "Does the real proxy's dispatch do what the simulator's does?",
  module: __filename,
  madeBy: REAL_DISPATCH_COMMAND,
  settings: { wholeFleet: true },
});

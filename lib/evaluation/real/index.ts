export { CONDITION_COLUMNS, type RunConditions, runConditions } from "./conditions.js";
export { type Gathered, type Gathering, gatherRuns } from "./gather.js";
export { gatherPhase2, type Tuning, tunedCluster } from "./phase-2.js";
export {
  type PlannedController,
  type PlannedRun,
  type PlanSelection,
  plannedRuns,
  REAL_PLAN,
} from "./plan.js";
export {
  FINE_TUNING_FILE,
  GATHERED_FILES,
  REAL_FILE,
  REAL_SIMULATED_FILE,
  type RealRow,
  readRealRows,
  TAKE_OVERS_FILE,
} from "./results.js";
export { type ClusterWorld, simulatedSide } from "./world.js";

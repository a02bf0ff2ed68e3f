export { knownCalibration } from "../calibration/known-calibration.js";
export { gatherPhase2 } from "../phase-2/experiment.js";
export { type AgentFolders, tunedCluster } from "./agents.js";
export { CONDITION_COLUMNS, type RunConditions, runConditions } from "./conditions.js";
export { type Gathered, type Gathering, gatherRuns } from "./gather.js";
export { gatherPhase1 } from "./phase-1.js";
export {
  type PlannedController,
  type PlannedRun,
  type PlanSelection,
  plannedRuns,
  plannedSizes,
  REAL_PLAN,
} from "./plan.js";
export {
  CALIBRATION_FILE,
  CHECK_FILE,
  FINE_TUNING_FILE,
  GATHERED_FILES,
  REAL_FILE,
  REAL_SIMULATED_FILE,
  type RealRow,
  readRealRows,
  TAKE_OVERS_FILE,
} from "./results.js";
export { type ClusterWorld, type PlannedClusters, simulatedSide } from "./world.js";

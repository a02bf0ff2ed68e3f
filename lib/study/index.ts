/**
 * The study: one folder a question, with its experiment, rows, figures, tables, numbers and verdict. `questions` lists them; each
 * folder's index says what it measures and shows.
 */

export { CALIBRATION_FILE, CHECK_FILE, knownCalibration } from "./calibration/calibration.js";
export {
  COMPARISON_COLUMNS,
  type ComparedRow,
  type SizeComparison,
  sizeComparisons,
  type WorldComparison,
  worldComparisons,
} from "./calibration/world-comparison.js";
export { dispatchPlan } from "./dispatch/plan.js";
export { tunedReferences } from "./ladder/tuned-references.js";
export { gatherPhase2 } from "./phase-2/experiment.js";
export { experimentById, experiments, questions, unverifiable, verifiable } from "./questions.js";
export { CONDITION_COLUMNS, type RunConditions, runConditions } from "./real-cluster/conditions.js";
export { type Gathered, type Gathering, gatherRuns } from "./real-cluster/gather.js";
export { REAL_FILE, REAL_SIMULATED_FILE, type RealRow, readRealRows } from "./real-cluster/results.js";
export type { AgentFolders } from "./real-plan/agents.js";
export { gatherPhase1 } from "./real-plan/phase-1.js";
export {
  type PlannedController,
  type PlannedRun,
  type PlanSelection,
  plannedRuns,
  plannedSizes,
  REAL_PLAN,
  type RunPlan,
  realPlan,
} from "./real-plan/plan.js";
export {
  figureById,
  notebook,
  numberDefinition,
  registry,
  tableById,
} from "./registry.js";
export { type Alteration, alteredAgent } from "./restlessness/altered-agent.js";
export { relayCommands } from "./restlessness/relay.js";
export { SB3_FILE, type Sb3Row, writeSb3 } from "./sb3/experiment.js";
export {
  preferringSmallFleet,
  SMALL_FLEET_ACTIONS,
  SMALL_FLEET_STATES,
  type SmallFleetState,
  shapedSmallFleet,
  smallFleet,
  smallFleetPotential,
} from "./shaping/small-fleet.js";
export {
  type FiniteDecisionProblem,
  type Solution,
  shapedProblem,
  valueIteration,
} from "./shaping/value-iteration.js";
export { controllerStyle, STYLED_CONTROLLERS } from "./shared/controller-style.js";
export type { TheoryRow } from "./theory/experiment.js";
export { twoStateEnvironment } from "./two-state-queue/environment.js";
export { type TwoStateEpisode, TwoStateQueue } from "./two-state-queue/two-state-queue.js";
export { type WriteupAgentRequest, writeupAgent } from "./writeup-agent/trained-agent.js";

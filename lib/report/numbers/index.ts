import type { NumberDefinition } from "../definitions.js";
import {
  agentEvents,
  agentInside,
  agentTrainingRuns,
  agentValues,
  churnRanges,
  sb3Numbers,
} from "./agent.js";
import { mm1ResponseTimeAt80Percent } from "./mm1-response-time-at-80-percent.js";
import { cycleNumbers } from "./restlessness.js";
import { fullFleetViolations, leastQueueP95, ruleRequests, ruleRuns, ruleWorkloads } from "./rules.js";
import {
  theoryCaseCount,
  theoryCasesInside,
  theoryLargestDeviation,
  theoryRequests,
  theoryWidestInterval,
} from "./theory.js";
import {
  writeupImpliedRates,
  writeupInside,
  writeupMeans,
  writeupPublished,
  writeupValues,
} from "./writeup.js";

/** Every number that prose may quote. */
export const numbers: readonly NumberDefinition[] = Object.freeze([
  mm1ResponseTimeAt80Percent,
  theoryLargestDeviation,
  theoryCaseCount,
  theoryCasesInside,
  theoryWidestInterval,
  theoryRequests,
  ...writeupInside,
  writeupValues,
  ...writeupMeans,
  ...writeupPublished,
  ...writeupImpliedRates,
  agentTrainingRuns,
  ...agentInside,
  agentValues,
  ...agentEvents,
  ...sb3Numbers,
  ...churnRanges,
  ...cycleNumbers,
  ruleWorkloads,
  ruleRuns,
  ruleRequests,
  fullFleetViolations,
  leastQueueP95,
]);

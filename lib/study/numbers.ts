import type { NumberDefinition } from "../report/definitions.js";
import { cycleNumbers } from "./restlessness/numbers.js";
import {
  fullFleetViolations,
  leastQueueP95,
  ruleRequests,
  ruleRuns,
  ruleWorkloads,
} from "./rules/numbers.js";
import { engineDifference, phaseOneNumbers, trainingSpeedNumbers } from "./speed/numbers.js";
import { mm1ResponseTimeAt80Percent } from "./theory/mm1-response-time-number.js";
import {
  theoryCaseCount,
  theoryCasesInside,
  theoryLargestDeviation,
  theoryRequests,
  theoryWidestInterval,
} from "./theory/numbers.js";
import {
  agentEvents,
  agentInside,
  agentTrainingRuns,
  agentValues,
  churnRanges,
  sb3Numbers,
} from "./writeup-agent/numbers.js";
import {
  writeupImpliedRates,
  writeupInside,
  writeupMeans,
  writeupPublished,
  writeupValues,
} from "./writeup-rules/numbers.js";

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
  ...trainingSpeedNumbers,
  ...phaseOneNumbers,
  engineDifference,
]);

import type { TableDefinition } from "../report/definitions.js";
import { calibrationTable, calibrationVerification } from "./calibration/calibration-tables.js";
import { clusterCheckTable } from "./calibration/cluster-check-table.js";
import { claims, inconsistencies } from "./claims/claims-tables.js";
import { agentAtEqualSla } from "./exact-agent/agent-at-equal-sla-table.js";
import { exactAgentTable } from "./exact-agent/exact-agent-table.js";
import { fleetAtEqualSla, fleetAtFivePercent } from "./frontier/fleet-at-equal-sla-tables.js";
import { finalRewardsTable } from "./learning/final-rewards-table.js";
import { phase2Effect } from "./phase-2/phase-2-effect-table.js";
import { phase2Table } from "./phase-2/phase-2-table.js";
import { realConditions } from "./real-cluster/real-conditions-table.js";
import { realPublished } from "./real-cluster/real-published-table.js";
import {
  changesByPhase,
  routingRemoved,
  withoutTraining,
  worstStretches,
} from "./restlessness/restlessness-tables.js";
import { routingEffect } from "./rules/routing-effect-table.js";
import { rulesPid, rulesSquareRoot, rulesThreshold } from "./rules/rule-tables.js";
import { churnAt15, rulesAt15 } from "./rules/rules-at-15-tables.js";
import { sb3Table } from "./sb3/sb3-table.js";
import { engineEquivalenceTable } from "./speed/engine-equivalence-table.js";
import { phase1SpeedTable, trainingGrowthTable } from "./speed/phase-1-speed-tables.js";
import { trainingSpeedTable } from "./speed/training-speed-table.js";
import { simulatorAgainstTheoryTable } from "./theory/simulator-against-theory-table.js";
import { singleServerQueues } from "./theory/single-server-queues-table.js";
import { violationsWhen } from "./timeline/violations-when-table.js";
import { simulatedAgainstReal } from "./two-worlds/simulated-against-real-table.js";
import { simulatorErrorByController } from "./two-worlds/simulator-error-by-controller-table.js";
import { writeupAgentReward, writeupAgentService } from "./writeup-agent/writeup-agent-tables.js";
import { writeupPidTable, writeupThresholdTable } from "./writeup-rules/writeup-rules-tables.js";
import { writeupServiceRate } from "./writeup-rules/writeup-service-rate-table.js";

/** Every table of the workspace. */
export const tables: readonly TableDefinition[] = Object.freeze([
  singleServerQueues,
  simulatorAgainstTheoryTable,
  writeupThresholdTable,
  writeupPidTable,
  writeupServiceRate,
  rulesAt15,
  churnAt15,
  routingEffect,
  fleetAtEqualSla,
  fleetAtFivePercent,
  violationsWhen,
  rulesThreshold,
  rulesPid,
  rulesSquareRoot,
  finalRewardsTable,
  writeupAgentService,
  writeupAgentReward,
  exactAgentTable,
  agentAtEqualSla,
  clusterCheckTable,
  calibrationTable,
  calibrationVerification,
  realPublished,
  simulatedAgainstReal,
  simulatorErrorByController,
  realConditions,
  phase2Table,
  phase2Effect,
  trainingSpeedTable,
  phase1SpeedTable,
  trainingGrowthTable,
  engineEquivalenceTable,
  claims,
  inconsistencies,
  sb3Table,
  worstStretches,
  changesByPhase,
  routingRemoved,
  withoutTraining,
]);

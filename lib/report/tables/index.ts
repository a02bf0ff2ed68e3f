import type { TableDefinition } from "../definitions.js";
import { agentAtEqualSla } from "./agent-at-equal-sla.js";
import { calibrationTable, calibrationVerification } from "./calibration.js";
import { claims, inconsistencies } from "./claims.js";
import { clusterCheckTable } from "./cluster-check.js";
import { engineEquivalenceTable } from "./engine-equivalence.js";
import { exactAgentTable } from "./exact-agent.js";
import { finalRewardsTable } from "./final-rewards.js";
import { fleetAtEqualSla, fleetAtFivePercent } from "./fleet-at-equal-sla.js";
import { phase1SpeedTable, trainingGrowthTable } from "./phase-1-speed.js";
import { phase2Table } from "./phase-2.js";
import { phase2Effect } from "./phase-2-effect.js";
import { realConditions } from "./real-conditions.js";
import { realPublished } from "./real-published.js";
import { changesByPhase, routingRemoved, withoutTraining, worstStretches } from "./restlessness.js";
import { routingEffect } from "./routing-effect.js";
import { rulesPid, rulesSquareRoot, rulesThreshold } from "./rule-tables.js";
import { churnAt15, rulesAt15 } from "./rules-at-15.js";
import { sb3Table } from "./sb3.js";
import { simulatedAgainstReal } from "./simulated-against-real.js";
import { simulatorAgainstTheoryTable } from "./simulator-against-theory.js";
import { simulatorErrorByController } from "./simulator-error-by-controller.js";
import { singleServerQueues } from "./single-server-queues.js";
import { trainingSpeedTable } from "./training-speed.js";
import { violationsWhen } from "./violations-when.js";
import { writeupAgentReward, writeupAgentService } from "./writeup-agent.js";
import { writeupPidTable, writeupThresholdTable } from "./writeup-rules.js";
import { writeupServiceRate } from "./writeup-service-rate.js";

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

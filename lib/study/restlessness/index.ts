import type { Question } from "../../report/index.js";
import { restlessness as restlessnessExperiment } from "./experiment.js";
import { limitCycle } from "./limit-cycle-figure.js";
import { cycleNumbers } from "./numbers.js";
import { changesByPhase, routingRemoved, withoutTraining, worstStretches } from "./restlessness-tables.js";

/** What makes the write-up's agent change the fleet so often, and in what rhythm? */
export const restlessness: Question = Object.freeze({
  id: "restlessness",
  question: "What makes the write-up's agent change the fleet so often, and in what rhythm?",
  experiments: [restlessnessExperiment],
  figures: [limitCycle],
  tables: [worstStretches, changesByPhase, routingRemoved, withoutTraining],
  numbers: cycleNumbers,
});

import type { Question } from "../../report/index.js";
import { changesByPhase } from "./changes-by-phase-table.js";
import { restlessness as restlessnessExperiment } from "./experiment.js";
import { failureNumbers } from "./failure-numbers.js";
import { limitCycle } from "./limit-cycle-figure.js";
import { cycleNumbers } from "./numbers.js";
import { routingRemoved } from "./routing-removed-table.js";
import { withoutTraining } from "./without-training-table.js";
import { worstStretches } from "./worst-stretches-table.js";

/** What makes the write-up's agent change the fleet so often, and in what rhythm? */
export const restlessness: Question = Object.freeze({
  id: "restlessness",
  question: restlessnessExperiment.question,
  experiments: [restlessnessExperiment],
  figures: [limitCycle],
  tables: [worstStretches, changesByPhase, routingRemoved, withoutTraining],
  numbers: [...cycleNumbers, ...failureNumbers],
});

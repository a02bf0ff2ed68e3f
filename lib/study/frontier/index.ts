import type { Question } from "../../report/index.js";
import { frontier as frontierExperiment } from "./experiment.js";
import { fleetAtEqualSla, fleetAtFivePercent } from "./fleet-at-equal-sla-tables.js";
import { frontierNumbers } from "./numbers.js";
import { ruleFrontier } from "./rule-frontier-figure.js";

/** Which fleet does each rule need for which SLA violation rate? */
export const frontier: Question = Object.freeze({
  id: "frontier",
  question: frontierExperiment.question,
  experiments: [frontierExperiment],
  figures: [ruleFrontier],
  tables: [fleetAtEqualSla, fleetAtFivePercent],
  numbers: frontierNumbers,
});

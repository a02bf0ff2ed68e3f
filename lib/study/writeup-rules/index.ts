import type { Question } from "../../report/index.js";
import { writeupRules as writeupRulesExperiment, writeupServiceRates } from "./experiment.js";
import { writeupRulesNumbers } from "./numbers.js";
import { writeupRulesFigure } from "./writeup-rules-figure.js";
import { writeupPidTable, writeupThresholdTable } from "./writeup-rules-tables.js";
import { writeupServiceRate } from "./writeup-service-rate-table.js";

/** Do the write-up's rules come out on its own simulator? */
export const writeupRules: Question = Object.freeze({
  id: "writeup-rules",
  question: "Do the write-up's rules come out on its own simulator?",
  experiments: [writeupRulesExperiment, ...writeupServiceRates],
  figures: [writeupRulesFigure],
  tables: [writeupThresholdTable, writeupPidTable, writeupServiceRate],
  numbers: writeupRulesNumbers,
});

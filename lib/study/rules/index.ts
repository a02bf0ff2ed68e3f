import type { Question } from "../../report/index.js";
import { rules as rulesExperiment } from "./experiment.js";
import { rulesNumbers } from "./numbers.js";
import { routingEffect } from "./routing-effect-table.js";
import { ruleTables } from "./rule-tables.js";
import { churnAt15, rulesAt15 } from "./rules-at-15-tables.js";
import { rulesBySize } from "./rules-by-size-figure.js";
import { violationsByWorkload } from "./violations-by-workload-figure.js";

/** What do classical controllers cost on an exact cluster of 5 to 25 containers? */
export const rules: Question = Object.freeze({
  id: "rules",
  question: rulesExperiment.question,
  experiments: [rulesExperiment],
  figures: [rulesBySize, violationsByWorkload],
  tables: [rulesAt15, churnAt15, routingEffect, ...ruleTables],
  numbers: rulesNumbers,
});

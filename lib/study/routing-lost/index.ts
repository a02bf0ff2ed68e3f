import type { Question } from "../../report/index.js";
import { collapsePriceFigure } from "./collapse-price-figure.js";
import { collapsedRunsTable } from "./collapsed-runs-table.js";
import { routingLost as experiment } from "./experiment.js";
import { fixedPoliciesTable } from "./fixed-policies-table.js";
import { lostRequestsFigure } from "./lost-requests-figure.js";
import { routingLostNumbers } from "./numbers.js";
import { routingCausesTable } from "./routing-causes-table.js";

/** Why does the write-up's agent lose its routing at 25 containers? */
export const routingLost: Question = Object.freeze({
  id: "routing-lost",
  question: experiment.question,
  experiments: [experiment],
  figures: [collapsePriceFigure, lostRequestsFigure],
  tables: [fixedPoliciesTable, collapsedRunsTable, routingCausesTable],
  numbers: routingLostNumbers,
});

import type { Question } from "../../report/index.js";
import { claimsForest } from "./claims-forest-figure.js";
import { claimsTable } from "./claims-table.js";
import { inconsistenciesTable } from "./inconsistencies-table.js";
import { claimNumbers } from "./numbers.js";
import { verdictsTable } from "./verdicts-table.js";

/** Which of the write-up's claims hold? */
export const claims: Question = Object.freeze({
  id: "claims",
  question: "Which of the write-up's claims hold?",
  figures: [claimsForest],
  tables: [verdictsTable, claimsTable, inconsistenciesTable],
  numbers: claimNumbers,
});

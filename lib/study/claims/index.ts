import type { Question } from "../../report/index.js";
import { claimsTable } from "./claims-table.js";
import { inconsistenciesTable } from "./inconsistencies-table.js";
import { claimNumbers } from "./numbers.js";

/** Which of the write-up's claims hold? */
export const claims: Question = Object.freeze({
  id: "claims",
  question: "Which of the write-up's claims hold?",
  tables: [claimsTable, inconsistenciesTable],
  numbers: claimNumbers,
});

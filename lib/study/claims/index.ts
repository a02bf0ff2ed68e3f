import type { Question } from "../../report/index.js";
import { claims as claimsTable, inconsistencies } from "./claims-tables.js";

/** Which of the write-up's claims hold? */
export const claims: Question = Object.freeze({
  id: "claims",
  question: "Which of the write-up's claims hold?",
  tables: [claimsTable, inconsistencies],
});

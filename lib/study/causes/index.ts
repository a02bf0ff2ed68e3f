import type { Question } from "../../report/index.js";
import { causesCostTable } from "./causes-cost-table.js";

/** What do the training experiments cost, and how far are they? */
export const causes: Question = Object.freeze({
  id: "causes",
  question: "What do the training experiments on the agent's failures cost, and how far are they?",
  tables: [causesCostTable],
});

import type { Question } from "../../report/index.js";
import { shapingTable } from "./shaping-table.js";

/** Which changes of a reward leave the best policy alone? */
export const shaping: Question = Object.freeze({
  id: "shaping",
  question: "Which changes of a reward leave the best policy alone?",
  tables: [shapingTable],
});

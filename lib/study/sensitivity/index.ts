import type { Question } from "../../report/index.js";
import { sensitivity as experiment } from "./experiment.js";
import { sensitivityTable } from "./sensitivity-table.js";

/** What does each of the write-up's eight weights change? */
export const sensitivity: Question = Object.freeze({
  id: "sensitivity",
  question: experiment.question,
  experiments: [experiment],
  tables: [sensitivityTable],
});

import type { Question } from "../../report/index.js";
import { agents } from "./experiment.js";
import { finalRewardsTable } from "./final-rewards-table.js";
import { learningCurvesFigure } from "./learning-curves-figure.js";
import { learningNumbers } from "./numbers.js";

/** What does the write-up's agent learn, at each size and from each seed? */
export const learning: Question = Object.freeze({
  id: "learning",
  question: agents.question,
  experiments: [agents],
  figures: [learningCurvesFigure],
  tables: [finalRewardsTable],
  numbers: learningNumbers,
});

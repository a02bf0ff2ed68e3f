import type { Question } from "../../report/index.js";
import { earlyAndLateFigure } from "./early-and-late-figure.js";
import { earlyAndLate as earlyAndLateExperiment } from "./experiment.js";

/** What does the write-up's agent do against the load, early in its training and at the end? */
export const earlyAndLate: Question = Object.freeze({
  id: "early-and-late",
  question: earlyAndLateExperiment.question,
  experiments: [earlyAndLateExperiment],
  figures: [earlyAndLateFigure],
});

import type { Question } from "../../report/index.js";
import { chattering as experiment } from "./experiment.js";

/** Why does the write-up's agent change the fleet so often, and what stops it? */
export const chattering: Question = Object.freeze({
  id: "chattering",
  question: experiment.question,
  experiments: [experiment],
});

import type { Question } from "../../report/index.js";
import { routingLost as experiment } from "./experiment.js";

/** Why does the write-up's agent lose its routing at 25 containers? */
export const routingLost: Question = Object.freeze({
  id: "routing-lost",
  question: experiment.question,
  experiments: [experiment],
});

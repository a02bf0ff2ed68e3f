import type { Question } from "../../report/index.js";
import { collapse as experiment } from "./experiment.js";
import { collapseNumbers } from "./numbers.js";
import { violationsAgainstRouting } from "./violations-against-routing-figure.js";

/** How many of the write-up's agents send most requests to one container? */
export const collapse: Question = Object.freeze({
  id: "collapse",
  question: experiment.question,
  experiments: [experiment],
  figures: [violationsAgainstRouting],
  numbers: collapseNumbers,
});

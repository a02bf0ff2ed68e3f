import type { Question } from "../../report/index.js";
import { theory as theoryExperiment } from "./experiment.js";
import { mm1ResponseTime } from "./mm1-response-time-figure.js";
import { theoryNumbers } from "./numbers.js";
import { simulatorAgainstTheory } from "./simulator-against-theory-figure.js";
import { simulatorAgainstTheoryTable } from "./simulator-against-theory-table.js";
import { singleServerQueues } from "./single-server-queues-table.js";

/** Does the exact simulator agree with queueing theory? */
export const theory: Question = Object.freeze({
  id: "theory",
  question: theoryExperiment.question,
  experiments: [theoryExperiment],
  figures: [mm1ResponseTime, simulatorAgainstTheory],
  tables: [singleServerQueues, simulatorAgainstTheoryTable],
  numbers: theoryNumbers,
});

import type { Question } from "../../report/index.js";
import { sb3 as sb3Experiment } from "./experiment.js";
import { sb3Numbers } from "./numbers.js";
import { sb3Table } from "./sb3-table.js";

/** Does another implementation of PPO find what ours finds on the write-up's simulator? */
export const sb3: Question = Object.freeze({
  id: "sb3",
  question: "Does another implementation of PPO find what ours finds on the write-up's simulator?",
  experiments: [sb3Experiment],
  tables: [sb3Table],
  numbers: sb3Numbers,
});

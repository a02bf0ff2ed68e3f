import type { Question } from "../../report/index.js";
import { SB3_FILE, sb3 as sb3Experiment } from "./experiment.js";
import { sb3Numbers } from "./numbers.js";
import { sb3Table } from "./sb3-table.js";

/** Does another implementation of PPO find what ours finds on the write-up's simulator? */
export const sb3: Question = Object.freeze({
  id: "sb3",
  question: sb3Experiment.question,
  experiments: [sb3Experiment],
  unverifiable: { [SB3_FILE]: "trained by another library, in a Python of its own" },
  tables: [sb3Table],
  numbers: sb3Numbers,
});

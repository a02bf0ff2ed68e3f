import type { Question } from "../../report/index.js";
import { agentBySize } from "./agent-by-size-figure.js";
import { writeupAgent as writeupAgentExperiment } from "./experiment.js";
import { writeupAgentNumbers } from "./numbers.js";
import { oneModel } from "./one-model-table.js";
import { writeupAgentReward, writeupAgentService } from "./writeup-agent-tables.js";

/** Do the write-up's rows for its agent come out on its own simulator? */
export const writeupAgent: Question = Object.freeze({
  id: "writeup-agent",
  question: writeupAgentExperiment.question,
  experiments: [writeupAgentExperiment],
  figures: [agentBySize],
  tables: [writeupAgentService, writeupAgentReward, oneModel],
  numbers: writeupAgentNumbers,
});

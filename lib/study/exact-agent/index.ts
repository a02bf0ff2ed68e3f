import type { Question } from "../../report/index.js";
import { exactAgentTable } from "./exact-agent-table.js";
import { exactAgent as exactAgentExperiment } from "./experiment.js";
import { exactAgentNumbers } from "./numbers.js";

/** What does the write-up's agent cost where queues last from step to step? */
export const exactAgent: Question = Object.freeze({
  id: "exact-agent",
  question: exactAgentExperiment.question,
  experiments: [exactAgentExperiment],
  tables: [exactAgentTable],
  numbers: exactAgentNumbers,
});

import type { Question } from "../../report/index.js";
import { agentAtEqualSla } from "./agent-at-equal-sla-table.js";
import { equalViolations as experiment } from "./experiment.js";
import { equalViolationsNumbers } from "./numbers.js";

/** How much fleet does a rule need at the violations of each of the agent's training runs? */
export const equalViolations: Question = Object.freeze({
  id: "equal-violations",
  question: experiment.question,
  experiments: [experiment],
  tables: [agentAtEqualSla],
  numbers: equalViolationsNumbers,
});

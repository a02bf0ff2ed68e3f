import { InputError } from "../../check/index.js";
import { exactAgent, writeupAgent } from "./agent-evaluations.js";
import { agents } from "./agents.js";
import { earlyAndLate } from "./early-and-late.js";
import type { Experiment } from "./experiment.js";
import { frontier, frontierBySize } from "./frontier.js";
import { restlessness } from "./restlessness.js";
import { rules } from "./rules.js";
import { sb3 } from "./sb3.js";
import { theory } from "./theory-experiment.js";
import { timeline } from "./timeline.js";
import { writeupRules } from "./writeup-rules.js";
import { writeupServiceRates } from "./writeup-service-rate.js";

export {
  AGENTS_FOLDER,
  CURVES_FILE,
} from "./agents.js";
export { EARLY_AND_LATE_FILE } from "./early-and-late.js";
export type { Experiment, ExperimentRun } from "./experiment.js";
export { COLD_STARTS, RESTLESSNESS_FILE } from "./restlessness.js";
export { readSb3, SB3_FILE, type Sb3Row, writeSb3 } from "./sb3.js";
export { type TheoryCase, type TheoryRun, theoryCases, theoryRun } from "./theory.js";
export { readTheory, type TheoryRow } from "./theory-experiment.js";
export { WRITEUP_NAMED_RATES } from "./writeup-service-rate.js";

/** Every experiment behind the report, in the order in which they are run. */
export const experiments: readonly Experiment[] = Object.freeze([
  theory,
  writeupRules,
  ...writeupServiceRates,
  rules,
  frontier,
  frontierBySize,
  timeline,
  agents,
  earlyAndLate,
  writeupAgent,
  exactAgent,
  restlessness,
  sb3,
]);

/** The experiment of that id. @throws InputError listing the known ones. */
export function experimentById(id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id);
  if (found === undefined)
    throw new InputError(
      `no experiment is called ${JSON.stringify(id)}; known: ${experiments.map((known) => known.id).join(", ")}`,
    );
  return found;
}

import { InputError } from "../check/index.js";
import type { Experiment } from "../evaluation/experiments/experiment.js";
import { earlyAndLate } from "./early-and-late/experiment.js";
import { frontier, frontierBySize } from "./frontier/experiment.js";
import { agents } from "./learning/experiment.js";
import { restlessness } from "./restlessness/experiment.js";
import { rules } from "./rules/experiment.js";
import { sb3 } from "./sb3/experiment.js";
import { theory } from "./theory/experiment.js";
import { timeline } from "./timeline/experiment.js";
import { exactAgent, writeupAgent } from "./writeup-agent/experiment.js";
import { writeupRules } from "./writeup-rules/experiment.js";
import { writeupServiceRates } from "./writeup-rules/service-rate-experiment.js";

export { EARLY_AND_LATE_FILE } from "./early-and-late/experiment.js";
export { CURVES_FILE } from "./learning/experiment.js";
export { COLD_STARTS, RESTLESSNESS_FILE } from "./restlessness/experiment.js";
export { readSb3, SB3_FILE, type Sb3Row, writeSb3 } from "./sb3/experiment.js";
export { type TheoryCase, type TheoryRun, theoryCases, theoryRun } from "./theory/cases.js";
export type { TheoryRow } from "./theory/experiment.js";
export { WRITEUP_NAMED_RATES } from "./writeup-rules/service-rate-experiment.js";

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

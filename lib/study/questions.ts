import { InputError } from "../check/index.js";
import type { Experiment } from "../evaluation/index.js";
import type { Question } from "../report/index.js";
import { calibration } from "./calibration/index.js";
import { causes } from "./causes/index.js";
import { chattering } from "./chattering/index.js";
import { claims } from "./claims/index.js";
import { collapse } from "./collapse/index.js";
import { dispatch } from "./dispatch/index.js";
import { earlyAndLate } from "./early-and-late/index.js";
import { equalViolations } from "./equal-violations/index.js";
import { exactAgent } from "./exact-agent/index.js";
import { frontier } from "./frontier/index.js";
import { ladder } from "./ladder/index.js";
import { learning } from "./learning/index.js";
import { phase2 } from "./phase-2/index.js";
import { priceMap } from "./price-map/index.js";
import { realCluster } from "./real-cluster/index.js";
import { restlessness } from "./restlessness/index.js";
import { routingLost } from "./routing-lost/index.js";
import { rules } from "./rules/index.js";
import { sb3 } from "./sb3/index.js";
import { sensitivity } from "./sensitivity/index.js";
import { shaping } from "./shaping/index.js";
import { speed } from "./speed/index.js";
import { theory } from "./theory/index.js";
import { timeline } from "./timeline/index.js";
import { twoWorlds } from "./two-worlds/index.js";
import { verification } from "./verification/index.js";
import { workloads } from "./workloads/index.js";
import { worstEpisodes } from "./worst-episodes/index.js";
import { writeupAgent } from "./writeup-agent/index.js";
import { writeupRules } from "./writeup-rules/index.js";

/** Every question, in the order in which experiments are run: some need the results of others. */
export const questions: readonly Question[] = Object.freeze([
  theory,
  workloads,
  writeupRules,
  rules,
  frontier,
  timeline,
  priceMap,
  learning,
  earlyAndLate,
  writeupAgent,
  exactAgent,
  ladder,
  equalViolations,
  collapse,
  restlessness,
  worstEpisodes,
  routingLost,
  chattering,
  sensitivity,
  shaping,
  causes,
  sb3,
  calibration,
  realCluster,
  dispatch,
  phase2,
  twoWorlds,
  speed,
  claims,
  verification,
]);

/** Every experiment, in the order in which they are run. */
export const experiments: readonly Experiment[] = Object.freeze(
  questions.flatMap(({ experiments = [] }) => experiments),
);

/** Every file whose rows can be verified, as experiments. */
export const verifiable: readonly Experiment[] = Object.freeze(
  questions.flatMap((question) => [...(question.experiments ?? []), ...(question.verified ?? [])]),
);

/** Files and folders that can't be measured again here, and why. */
export const unverifiable: Readonly<Record<string, string>> = Object.freeze(
  Object.assign({}, ...questions.map((question) => question.unverifiable ?? {})),
);

/** The experiment of that id. @throws InputError listing the known ones. */
export function experimentById(id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id);
  if (found === undefined)
    throw new InputError(
      `no experiment is called ${JSON.stringify(id)}; known: ${experiments.map((known) => known.id).join(", ")}`,
    );
  return found;
}

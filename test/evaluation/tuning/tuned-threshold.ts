import { tuningExperiment } from "../../../lib/evaluation/index.js";

/** A tuning file as an experiment. */
export const tuned = tuningExperiment({ controller: "threshold", largestStep: 1, module: __filename });

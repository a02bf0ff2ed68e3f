import { type Experiment, simulatedEvaluation } from "../../evaluation/index.js";

const common = {
  cluster: "writeup",
  controllers: ["writeup-threshold", "writeup-pid"],
  sizes: [5, 10, 15, 20, 25],
  // All 11 patterns, and the 8 of training alone: which of them each of its rules ran on isn't certain.
  workloads: ["writeup-test", "writeup-train"],
};

/** The write-up's two rules on the write-up's own simulator, to be set beside its tables. */
export const writeupRules = simulatedEvaluation({
  id: "writeup-rules",
  question: "Do the write-up's threshold and PID rows come out on its own simulator?",
  module: __filename,
  config: {
    smoke: { ...common, runs: 2, steps: 2_000 },
    reduced: { ...common, runs: 3, steps: 25_000 },
    paper: { ...common, runs: 5, steps: 250_000 },
  },
});

/** Its results, relative to the data folder. */
export const WRITEUP_RULES_FILE = writeupRules.file;

/** The service rates in requests/s that the write-up names for a node: its code's, and its report's. */
export const WRITEUP_NAMED_RATES: readonly number[] = Object.freeze([10, 15]);

const atOneSize = {
  cluster: "writeup",
  controllers: ["writeup-threshold", "writeup-pid"],
  sizes: [15],
  workloads: ["writeup-test", "writeup-train"],
};

/** The write-up's two rules at the service rates it names, one file a rate. */
export const writeupServiceRates: readonly Experiment[] = WRITEUP_NAMED_RATES.map((serviceRate) => {
  const own = { ...atOneSize, serviceRate };
  return simulatedEvaluation({
    id: `writeup-rate-${serviceRate}`,
    question: `Would a node of ${serviceRate} requests/s, which the write-up names, have made its tables?`,
    module: __filename,
    config: {
      smoke: { ...own, runs: 2, steps: 2_000 },
      reduced: { ...own, runs: 3, steps: 25_000 },
      paper: { ...own, runs: 5, steps: 250_000 },
    },
  });
});

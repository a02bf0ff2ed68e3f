import type { Experiment } from "../../evaluation/experiments/experiment.js";
import { simulatedEvaluation } from "../../evaluation/experiments/simulated-evaluation.js";

/** The service rates in requests/s that the write-up names for a node: its code's, and its report's. */
export const WRITEUP_NAMED_RATES: readonly number[] = Object.freeze([10, 15]);

const common = {
  cluster: "writeup",
  controllers: ["writeup-threshold", "writeup-pid"],
  sizes: [15],
  workloads: ["writeup-test", "writeup-train"],
};

/** The write-up's two rules at the service rates it names, one file a rate. */
export const writeupServiceRates: readonly Experiment[] = WRITEUP_NAMED_RATES.map((serviceRate) => {
  const own = { ...common, serviceRate };
  return simulatedEvaluation({
    id: `writeup-rate-${serviceRate}`,
    question: `Would a node of ${serviceRate} requests/s, which the write-up names, have made its tables?`,
    config: {
      smoke: { ...own, runs: 2, steps: 2_000 },
      reduced: { ...own, runs: 3, steps: 25_000 },
      paper: { ...own, runs: 5, steps: 250_000 },
    },
  });
});

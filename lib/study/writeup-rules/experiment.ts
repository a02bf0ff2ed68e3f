import { simulatedEvaluation } from "../../evaluation/experiments/simulated-evaluation.js";

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
  config: {
    smoke: { ...common, runs: 2, steps: 2_000 },
    reduced: { ...common, runs: 3, steps: 25_000 },
    paper: { ...common, runs: 5, steps: 250_000 },
  },
});

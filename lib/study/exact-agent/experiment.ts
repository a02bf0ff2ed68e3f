import { DEFAULT_PRICE } from "../../cluster/index.js";
import { simulatedEvaluation } from "../../evaluation/index.js";
import { workloadNames } from "../../workload/index.js";
import { AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";

const onExact = {
  cluster: "sim",
  controllers: [{ name: "ppo-writeup", trainingSeeds: TRAINING_SEEDS }],
  sizes: AGENT_SIZES.sim,
  workloads: workloadNames("test"),
  price: DEFAULT_PRICE,
};

/** The same agent, trained and evaluated on the exact simulator, on the same requests as the rules. */
export const exactAgent = simulatedEvaluation({
  id: "exact-agent",
  question: "What does the write-up's agent cost where queues last from step to step?",
  module: __filename,
  config: {
    smoke: { ...onExact, workloads: ["constant-0.6", "writeup-test"], runs: 2, steps: 100 },
    reduced: { ...onExact, runs: 1, steps: 400 },
    paper: { ...onExact, runs: 10, steps: 1200 },
  },
});

/** Its results, relative to the data folder. */
export const EXACT_AGENT_FILE = exactAgent.file;

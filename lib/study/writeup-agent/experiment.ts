import { simulatedEvaluation } from "../../evaluation/experiments/simulated-evaluation.js";
import { DEFAULT_PRICE } from "../../evaluation/simulation.js";
import { workloadNames } from "../../workload/index.js";
import { AGENT_RESULT_SOURCES, AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";

const trained = (name: string) => ({ name, trainingSeeds: TRAINING_SEEDS });

const onWriteup = {
  cluster: "writeup",
  // Its rules on the same users: a difference rests on pairs.
  controllers: [trained("ppo-writeup"), trained("ppo-writeup-padded"), "writeup-threshold", "writeup-pid"],
  sizes: AGENT_SIZES.writeup,
  workloads: ["writeup-test", "writeup-train"],
};

/** The write-up's agent on the write-up's simulator, and its rules on the same users. */
export const writeupAgent = simulatedEvaluation({
  id: "writeup-agent",
  question: "Do the write-up's rows for its agent come out on its own simulator?",
  codeFolders: AGENT_RESULT_SOURCES,
  config: {
    smoke: { ...onWriteup, runs: 2, steps: 250 },
    reduced: { ...onWriteup, runs: 3, steps: 1_000 },
    paper: { ...onWriteup, runs: 30, steps: 2_000 },
  },
});

const onExact = {
  cluster: "sim",
  controllers: [trained("ppo-writeup")],
  sizes: AGENT_SIZES.sim,
  workloads: workloadNames("test"),
  price: DEFAULT_PRICE,
};

/** The same agent, trained and evaluated on the exact simulator, on the same requests as the rules. */
export const exactAgent = simulatedEvaluation({
  id: "exact-agent",
  question: "What does the write-up's agent cost where queues last from step to step?",
  codeFolders: AGENT_RESULT_SOURCES,
  config: {
    smoke: { ...onExact, workloads: ["constant-0.6", "writeup-test"], runs: 2, steps: 100 },
    reduced: { ...onExact, runs: 1, steps: 400 },
    paper: { ...onExact, runs: 10, steps: 1200 },
  },
});

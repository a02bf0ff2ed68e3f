import { workloadNames } from "../../workload/index.js";
import { DEFAULT_PRICE } from "../simulation.js";
import { AGENT_RESULT_SOURCES, AGENT_SIZES, TRAINING_SEEDS } from "./agents.js";
import { simulatedEvaluation } from "./simulated-evaluation.js";

const trained = (name: string) => ({ name, trainingSeeds: TRAINING_SEEDS });

const onWriteup = {
  cluster: "writeup",
  controllers: [trained("ppo-writeup"), trained("ppo-writeup-padded")],
  sizes: AGENT_SIZES.writeup,
  workloads: ["writeup-test", "writeup-train"],
};

/** The write-up's agent on the write-up's simulator, on the same users as its rules. */
export const writeupAgent = simulatedEvaluation({
  id: "writeup-agent",
  question: "Do the write-up's rows for its agent come out on its own simulator?",
  codeFolders: AGENT_RESULT_SOURCES,
  config: {
    smoke: { ...onWriteup, runs: 1, steps: 2_000 },
    reduced: { ...onWriteup, runs: 1, steps: 25_000 },
    paper: { ...onWriteup, runs: 1, steps: 250_000 },
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
    reduced: { ...onExact, runs: 3, steps: 400 },
    paper: { ...onExact, runs: 10, steps: 1200 },
  },
});

import { simulatedEvaluation } from "../../evaluation/index.js";
import { AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";

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
  module: __filename,
  config: {
    smoke: { ...onWriteup, runs: 2, steps: 250 },
    reduced: { ...onWriteup, runs: 3, steps: 1_000 },
    paper: { ...onWriteup, runs: 30, steps: 2_000 },
  },
});

/** Its results, relative to the data folder. */
export const WRITEUP_AGENT_FILE = writeupAgent.file;

import { DEFAULT_PRICE, simulatedEvaluation } from "../../evaluation/index.js";
import { workloadNames } from "../../workload/index.js";

const common = {
  cluster: "sim",
  controllers: [
    "threshold",
    "threshold+least-queue",
    "pid",
    "pid+least-queue",
    "square-root",
    "square-root+least-queue",
    "static",
    "random",
    "writeup-threshold",
    "writeup-pid",
  ],
  sizes: [5, 10, 15, 20, 25],
  workloads: workloadNames("test"),
  price: DEFAULT_PRICE,
};

/** Every rule at its defaults and at the write-up's settings, on all test workloads. */
export const rules = simulatedEvaluation({
  id: "rules",
  question: "What do classical controllers cost on an exact cluster of 5 to 25 containers?",
  module: __filename,
  config: {
    smoke: { ...common, workloads: ["constant-0.6", "writeup-test"], runs: 2, steps: 100 },
    reduced: { ...common, runs: 3, steps: 400 },
    paper: { ...common, runs: 10, steps: 1200 },
  },
});

/** Its results, relative to the data folder. */
export const RULES_FILE = rules.file;

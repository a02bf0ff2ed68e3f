import { DEFAULT_PRICE } from "../../cluster/index.js";
import { simulatedEvaluation } from "../../evaluation/index.js";
import { workloadNames } from "../../workload/index.js";
import { COMPARED_NAMES, STATIC_FLEET, WRITEUP_RULES } from "../shared/compared-rules.js";

const common = {
  cluster: "sim",
  controllers: [
    ...COMPARED_NAMES.flatMap((rule) => [rule, `${rule}+least-queue`]),
    STATIC_FLEET.name,
    "random",
    ...WRITEUP_RULES,
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

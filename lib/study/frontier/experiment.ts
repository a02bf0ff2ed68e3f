import { DEFAULT_PRICE } from "../../cluster/index.js";
import { controllerText } from "../../control/index.js";
import { simulatedEvaluation } from "../../evaluation/index.js";
import { workloadNames } from "../../workload/index.js";
import { COMPARED_RULES, STATIC_FLEET } from "../shared/compared-rules.js";

const controllers = [...COMPARED_RULES, STATIC_FLEET].flatMap(({ name, settings }) =>
  ["", "+least-queue"].flatMap((router) =>
    settings.map((parameters) => controllerText(`${name}${router}`, parameters)),
  ),
);
const common = { cluster: "sim", controllers, sizes: [15], price: DEFAULT_PRICE };

/** Each rule's whole trade-off between fleet and SLA violations at N = 15, not one point of it. */
export const frontier = simulatedEvaluation({
  id: "frontier",
  question: "Which fleet does each rule need for which SLA violation rate?",
  module: __filename,
  config: {
    smoke: { ...common, workloads: ["writeup-test"], runs: 2, steps: 100 },
    reduced: { ...common, workloads: workloadNames("test"), runs: 2, steps: 300 },
    paper: { ...common, workloads: workloadNames("test"), runs: 6, steps: 900 },
  },
});

/** Its results, relative to the data folder. */
export const FRONTIER_FILE = frontier.file;

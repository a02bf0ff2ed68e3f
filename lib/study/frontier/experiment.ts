import { controllerText } from "../../control/index.js";
import { DEFAULT_PRICE, simulatedEvaluation } from "../../evaluation/index.js";
import { workloadNames } from "../../workload/index.js";

/** One parameter of each rule that trades fleet for violations, from sparing to careful. */
const sweeps: readonly (readonly [rule: string, settings: readonly Record<string, number>[]])[] = [
  ["threshold", [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4].map((up) => ({ up, down: round(0.55 * up) }))],
  ["pid", [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4].map((setpoint) => ({ setpoint }))],
  ["square-root", [-0.5, 0, 0.5, 1, 1.5, 2, 3, 4].map((beta) => ({ beta }))],
  ["static", [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((fleetShare) => ({ fleetShare }))],
];

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const controllers = sweeps.flatMap(([rule, settings]) =>
  ["", "+least-queue"].flatMap((router) =>
    settings.map((parameters) => controllerText(`${rule}${router}`, parameters)),
  ),
);
const common = { cluster: "sim", controllers, sizes: [15], price: DEFAULT_PRICE };
const otherSizes = { ...common, sizes: [5, 10, 20, 25] };

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

/** The same at the other sizes, with fewer runs: what trained agents are set beside. */
export const frontierBySize = simulatedEvaluation({
  id: "frontier-by-size",
  question: "Which fleet does each rule need for which SLA violation rate at the other sizes?",
  module: __filename,
  config: {
    smoke: { ...otherSizes, workloads: ["writeup-test"], runs: 1, steps: 100 },
    reduced: { ...otherSizes, workloads: workloadNames("test"), runs: 1, steps: 150 },
    paper: { ...otherSizes, workloads: workloadNames("test"), runs: 3, steps: 900 },
  },
});

/** Their results, relative to the data folder. */
export const FRONTIER_FILE = frontier.file;
export const FRONTIER_BY_SIZE_FILE = frontierBySize.file;

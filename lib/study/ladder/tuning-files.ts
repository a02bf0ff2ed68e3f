import { type LargestStep, tuningExperiment } from "../../evaluation/index.js";

/** The searches behind the ladder: rule and router, and the largest steps that each was tuned for. */
const SEARCHES: readonly (readonly [controller: string, ...largestSteps: LargestStep[]])[] = [
  ["threshold", 1],
  ["pid", 1],
  ["threshold+least-queue", 1],
  ["pid+least-queue", 1],
  ["threshold+least-connections", 1],
  ["pid+least-connections", 1],
  ["square-root+least-connections", 1],
  ["staffing+least-connections", 1, 4, "N"],
  ["hpa+least-connections", 1, 4, "N"],
  ["kpa+least-connections", 1],
  ["static+least-connections", 1],
];

/** The files of all trials, so that samples of their rows can be measured again. */
export const tuningFiles = SEARCHES.flatMap(([controller, ...largestSteps]) =>
  largestSteps.map((largestStep) => tuningExperiment({ controller, largestStep, module: __filename })),
);

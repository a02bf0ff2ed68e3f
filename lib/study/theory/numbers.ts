import type { NumberDefinition } from "../../report/definitions.js";
import { THEORY_FILE, type TheoryComparison, theoryComparisons } from "./comparisons.js";

const deviation = ({ difference }: TheoryComparison): number => Math.abs(difference.estimate);

/** The worst case of the theory check: the largest relative difference, whichever way, with its interval. */
export const theoryLargestDeviation: NumberDefinition = {
  id: "theory-largest-deviation",
  title: "largest relative difference of the simulated mean response time from theory",
  inputs: [THEORY_FILE],
  format: { style: "percent", digits: 2 },
  value: (data) =>
    theoryComparisons(data).reduce((worst, one) => (deviation(one) > deviation(worst) ? one : worst))
      .difference,
};

/** Cases of the theory check. */
export const theoryCaseCount: NumberDefinition = {
  id: "theory-cases",
  title: "queues and utilisations that the simulator is checked at",
  inputs: [THEORY_FILE],
  format: { digits: 0 },
  value: (data) => theoryComparisons(data).length,
};

/** Cases whose 95 % interval holds the exact value; 19 in 20 are expected to. */
export const theoryCasesInside: NumberDefinition = {
  id: "theory-cases-inside",
  title: "cases whose 95 % interval holds the exact value",
  inputs: [THEORY_FILE],
  format: { digits: 0 },
  value: (data) =>
    theoryComparisons(data).filter(({ difference }) => difference.lower <= 0 && difference.upper >= 0).length,
};

/** The widest of the intervals, as half its width. */
export const theoryWidestInterval: NumberDefinition = {
  id: "theory-widest-interval",
  title: "half-width of the widest interval of the theory check, relative to theory",
  inputs: [THEORY_FILE],
  format: { style: "percent", digits: 2 },
  value: (data) =>
    Math.max(...theoryComparisons(data).map(({ difference }) => (difference.upper - difference.lower) / 2)),
};

/** Requests of the whole theory check. */
export const theoryRequests: NumberDefinition = {
  id: "theory-requests",
  title: "simulated requests of the theory check, in millions",
  inputs: [THEORY_FILE],
  format: { digits: 1 },
  value: (data) => theoryComparisons(data).reduce((sum, { requests }) => sum + requests, 0) / 1e6,
};

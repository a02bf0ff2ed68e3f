import { STANDARD_CONTAINER } from "../../cluster/index.js";
import { mm1 } from "../../queueing/index.js";
import type { NumberDefinition } from "../../report/index.js";
import { type TheoryComparison, theoryComparisons } from "./comparisons.js";
import { THEORY_FILE } from "./experiment.js";

const deviation = ({ difference }: TheoryComparison): number => Math.abs(difference.estimate);

/** The worst case of the theory check: the largest relative difference, whichever way, with its interval. */
const theoryLargestDeviation: NumberDefinition = {
  id: "theory-largest-deviation",
  title: "largest relative difference of the simulated mean response time from theory",
  inputs: [THEORY_FILE],
  format: { style: "percent", digits: 2 },
  value: (data) =>
    theoryComparisons(data).reduce((worst, one) => (deviation(one) > deviation(worst) ? one : worst))
      .difference,
};

/** Cases of the theory check. */
const theoryCaseCount: NumberDefinition = {
  id: "theory-cases",
  title: "queues and utilisations that the simulator is checked at",
  inputs: [THEORY_FILE],
  format: { digits: 0 },
  value: (data) => theoryComparisons(data).length,
};

/** Cases whose 95 % interval holds the exact value; 19 in 20 are expected to. */
const theoryCasesInside: NumberDefinition = {
  id: "theory-cases-inside",
  title: "cases whose 95 % interval holds the exact value",
  inputs: [THEORY_FILE],
  format: { digits: 0 },
  value: (data) =>
    theoryComparisons(data).filter(({ difference }) => difference.lower <= 0 && difference.upper >= 0).length,
};

/** The widest of the intervals, as half its width. */
const theoryWidestInterval: NumberDefinition = {
  id: "theory-widest-interval",
  title: "half-width of the widest interval of the theory check, relative to theory",
  inputs: [THEORY_FILE],
  format: { style: "percent", digits: 2 },
  value: (data) =>
    Math.max(...theoryComparisons(data).map(({ difference }) => (difference.upper - difference.lower) / 2)),
};

/** Requests of the whole theory check. */
const theoryRequests: NumberDefinition = {
  id: "theory-requests",
  title: "simulated requests of the theory check, in millions",
  inputs: [THEORY_FILE],
  format: { digits: 1 },
  value: (data) => theoryComparisons(data).reduce((sum, { requests }) => sum + requests, 0) / 1e6,
};

/** A container of capacity 1 at 80 % load, without a queue limit. */
const mm1ResponseTimeAt80Percent: NumberDefinition = {
  id: "mm1-response-time-at-80-percent",
  title: "mean response time of a standard container at 80 % load, M/M/1",
  inputs: [],
  format: { digits: 3, unit: "s" },
  value() {
    const { serviceRate } = STANDARD_CONTAINER;
    return mm1({ arrivalRate: 0.8 * serviceRate, serviceRate }).meanResponseTime;
  },
};

/** The numbers of this question. */
export const theoryNumbers: readonly NumberDefinition[] = Object.freeze([
  theoryLargestDeviation,
  theoryCaseCount,
  theoryCasesInside,
  theoryWidestInterval,
  theoryRequests,
  mm1ResponseTimeAt80Percent,
]);

import { distinct, seedMeans } from "../../evaluation/index.js";
import { type NumberDefinition, resultRows } from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { learningCurves } from "../learning/curves.js";
import { CURVES_FILE } from "../learning/experiment.js";
import { PUBLISHED_AGENT, PUBLISHED_STEPS } from "../writeup/published.js";
import { AGENT_QUANTITIES, agentComparisons } from "./comparison.js";
import { WRITEUP_AGENT_FILE } from "./experiment.js";

/** Training runs a size. */
const agentTrainingRuns: NumberDefinition = {
  id: "agent-training-runs",
  title: "training runs of the write-up's agent at each size",
  inputs: [CURVES_FILE],
  format: { digits: 0 },
  value: (data) => distinct(learningCurves(data), (curve) => curve.trainingSeed).length,
};

/** How many of the agent's published values lie inside our prediction intervals. */
const agentInside: readonly NumberDefinition[] = ([8, 11] as const).map((patterns) => ({
  id: `agent-inside-${patterns}`,
  title: `published values of the agent inside our prediction intervals on ${patterns} patterns`,
  inputs: [WRITEUP_AGENT_FILE],
  format: { digits: 0 },
  value: (data) =>
    agentComparisons(data)
      .filter((one) => one.patterns === patterns)
      .reduce((sum, { outside }) => sum + AGENT_QUANTITIES.length - outside.length, 0),
}));

/** Number of values that the write-up gives for its agent. */
const agentValues: NumberDefinition = {
  id: "agent-values",
  title: "published values of the agent",
  inputs: [],
  format: { digits: 0 },
  value: () => PUBLISHED_AGENT.length * AGENT_QUANTITIES.length,
};

/** Share of steps in which the agent changes the fleet, mean over the sizes. */
const agentEvents: readonly NumberDefinition[] = [
  ...([8, 11] as const).map(
    (patterns): NumberDefinition => ({
      id: `agent-events-${patterns}`,
      title: `share of steps in which the agent changes the fleet, ${patterns} patterns, mean over the sizes`,
      inputs: [WRITEUP_AGENT_FILE],
      format: { style: "percent", digits: 1 },
      value(data) {
        const own = agentComparisons(data).filter((one) => one.patterns === patterns);
        return mean(own.map(({ ours }) => ours.events.estimate)) / PUBLISHED_STEPS;
      },
    }),
  ),
  {
    id: "agent-events-published",
    title: "published share of steps in which the agent changes the fleet, mean over the sizes",
    inputs: [],
    format: { style: "percent", digits: 1 },
    value: () => mean(PUBLISHED_AGENT.map(({ events }) => events)) / PUBLISHED_STEPS,
  },
];

/** How far agents from different training seeds lie apart in churn at one size, and the published sizes from each other. */
const churnRanges: readonly NumberDefinition[] = [
  {
    id: "agent-churn-seed-range",
    title: "largest range of the agent's churn over training seeds at one size, 11 patterns, its simulator",
    inputs: [WRITEUP_AGENT_FILE],
    format: { style: "percent", digits: 0 },
    value(data) {
      const rows = resultRows(data, WRITEUP_AGENT_FILE).filter(
        (row) => row.controller === "ppo-writeup" && row.workload === "writeup-test",
      );
      const ranges = distinct(rows, (row) => row.size).map((size) =>
        range(
          seedMeans(
            rows.filter((row) => row.size === size),
            (row) => row.churn_rate,
          ),
        ),
      );
      return Math.max(...ranges);
    },
  },
  {
    id: "published-churn-range",
    title: "range of the agent's published churn over the sizes",
    inputs: [],
    format: { style: "percent", digits: 0 },
    value: () => range(PUBLISHED_AGENT.map(({ events }) => events / PUBLISHED_STEPS)),
  },
];

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** The numbers of this question. */
export const writeupAgentNumbers: readonly NumberDefinition[] = Object.freeze([
  agentTrainingRuns,
  ...agentInside,
  agentValues,
  ...agentEvents,
  ...churnRanges,
]);

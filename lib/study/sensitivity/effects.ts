import { WRITEUP_REWARD_RANGES, WRITEUP_REWARD_WEIGHTS } from "../../cluster/index.js";
import { distinct } from "../../evaluation/index.js";
import type { DataReader } from "../../report/index.js";
import { mean, multipleRegression, type Regression } from "../../statistics/index.js";
import { trainedRuns } from "../shared/trained/runs.js";
import { pointWeights, SENSITIVITY_FILE, WEIGHT_NAMES } from "./experiment.js";

/** What the exports of the question read; the runs come over several sittings. */
export const SENSITIVITY_INPUTS = Object.freeze({
  inputs: [],
  gathered: [SENSITIVITY_FILE],
  madeBy: "npx fleetlab measure sensitivity",
});

/** What is regressed on the weights. */
export const OUTCOMES = ["churn_rate", "fleet_share", "sla_violation_rate", "users_per_container"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Points of the design below which nothing is regressed: two for each coefficient. */
const FEWEST_POINTS = 2 * (WEIGHT_NAMES.length + 1);

/** The regression of an outcome on the weights, and how many points and runs it rests on; undefined where they are too few. */
export interface Effects extends Regression {
  readonly points: number;
  readonly runs: number;
}

/**
 * An outcome (mean over a point's training runs) on the eight weights, each from 0 at the lowest to 1 at the highest value of its
 * range: a slope is what the weight's whole range does.
 */
export function effects(data: DataReader, outcome: Outcome): Effects | undefined {
  const runs = trainedRuns(data, SENSITIVITY_FILE).filter((run) => !Number.isNaN(run.mean(outcome)));
  const points = distinct(runs, ({ is }) => is("point"));
  if (points.length < FEWEST_POINTS) return undefined;
  const inputs = points.map((point) =>
    WEIGHT_NAMES.map((name) => placeOf(name, pointWeights(Number(point))[name])),
  );
  const values = points.map((point) =>
    mean(runs.filter(({ is }) => is("point") === point).map((run) => run.mean(outcome))),
  );
  return { ...multipleRegression(inputs, values), points: points.length, runs: runs.length };
}

/** Where a weight lies in its range, from 0 to 1. */
function placeOf(name: string, weight: number): number {
  const [lowest, highest] = WRITEUP_REWARD_RANGES[name];
  return (weight - lowest) / (highest - lowest);
}

/** The write-up's own value of a weight. */
export function ownWeight(name: string): number {
  return WRITEUP_REWARD_WEIGHTS[name as keyof typeof WRITEUP_REWARD_WEIGHTS];
}

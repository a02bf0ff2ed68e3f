import {
  dwellTerm,
  fleetChangeTerm,
  type RewardModel,
  type RewardTerm,
  reversalTerm,
  rewardModel,
} from "../reward.js";
import { requestErrorsTerm, requestLatencyTerm, requestQueueTerm } from "./request-terms.js";
import {
  costTerm,
  emptyFleetTerm,
  errorsTerm,
  frictionTerm,
  idleTerm,
  latencyTerm,
  preventiveTerm,
  queueTerm,
  saturationTerm,
} from "./terms.js";

/** The write-up's eight weights, and the price of an empty fleet. */
export const WRITEUP_REWARD_WEIGHTS = Object.freeze({
  latency: 10,
  errors: 50,
  cost: 5,
  saturation: 15,
  idle: 4,
  preventive: 5,
  friction: 1,
  queue: 15,
  "empty-fleet": 200,
});

/** Lowest and highest weight in the write-up's sensitivity study. */
export const WRITEUP_REWARD_RANGES: Readonly<Record<string, readonly [number, number]>> = Object.freeze({
  latency: [5, 20],
  errors: [25, 75],
  cost: [2.5, 10],
  saturation: [7.5, 25],
  idle: [2, 8],
  preventive: [2.5, 10],
  friction: [0.2, 3],
  queue: [7.5, 25],
});

/** The terms of every record of the write-up's reward, in the order of their sum. */
const TERMS = Object.freeze([
  latencyTerm,
  errorsTerm,
  costTerm,
  saturationTerm,
  idleTerm,
  preventiveTerm,
  frictionTerm,
  queueTerm,
  emptyFleetTerm,
  fleetChangeTerm,
  reversalTerm,
]);

/**
 * The write-up's reward: r = -(10 latency + 50 errors + 5 cost + 15 saturation + 4 idle + 5 preventive + 1 friction
 * + 15 queue), and -200 with an empty fleet. Terms of our own stand by with weight 0: "fleet-change", "reversal" and "dwell",
 * which count what really happens to the fleet where friction counts commands, and "request-latency", "request-errors" and
 * "request-queue", which count by requests where the write-up averages over containers.
 * @param weights weights that differ from the write-up's, by term. @param own further terms, as `ownTerm` makes them.
 * @throws RangeError on a weight that isn't finite or belongs to no term, and on two terms of one name.
 * @example
 * cluster.writeupReward({ friction: 3 }).weights.friction; // -> 3
 * const byRequests = { latency: 0, errors: 0, "request-latency": 10, "request-errors": 50 };
 * cluster.writeupReward(byRequests).terms.at(-1)?.name; // -> "request-errors"
 * cluster.writeupReward({ queue: Number.NaN }); // throws RangeError: weights.queue must be finite, got NaN
 */
export function writeupReward(
  weights: Readonly<Record<string, number>> = {},
  own: readonly RewardTerm[] = [],
): RewardModel {
  return rewardModel(
    "writeup",
    TERMS,
    { ...WRITEUP_REWARD_WEIGHTS, ...weights },
    { spare: [dwellTerm, requestLatencyTerm, requestErrorsTerm, requestQueueTerm], own },
  );
}

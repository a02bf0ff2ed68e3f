import { mm1k } from "../../queueing/index.js";
import { type FiniteDecisionProblem, shapedProblem } from "./value-iteration.js";

/** Containers of the small fleet, requests/s that each serves, its queue limit, and the two loads in containers' worth. */
const SIZE = 5;
const SERVICE_RATE = 8;
const QUEUE_LIMIT = 8;
const LOADS = [1.2, 3.2] as const;
/** Probability that the load changes from one step to the next. */
const LOAD_CHANGE = 0.2;
/** The write-up's prices of the whole fleet and of errors, and its discount. */
const WEIGHTS = { cost: 5, errors: 50, change: 0 };
const DISCOUNT = 0.8622;

/** Actions of the small fleet: the change of the fleet that each asks for. */
export const SMALL_FLEET_ACTIONS = [-1, 0, 1] as const;

/** A state of the small fleet. */
export interface SmallFleetState {
  /** Containers, from 1. */
  readonly fleet: number;
  /** Offered load in containers' worth. */
  readonly load: number;
}

/** Every state of the small fleet, in the order of its numbers. */
export const SMALL_FLEET_STATES: readonly SmallFleetState[] = Object.freeze(
  LOADS.flatMap((load) => Array.from({ length: SIZE }, (_, n) => ({ fleet: n + 1, load }))),
);

/**
 * Scaling as the smallest decision problem that has it: a fleet of n of five containers (M/M/1/8 each) under a load that jumps
 * between two levels; an action starts one, stops one or holds, at once. With n' the fleet afterwards and B its share of requests
 * refused,
 *
 *   r = -(cost n'/N + errors B(load/n') + change [n' is not n])
 *
 * @param weights prices that differ from the write-up's 5 and 50, and the price of a change, 0 where nothing is said.
 */
export function smallFleet(weights: Partial<typeof WEIGHTS> = {}): FiniteDecisionProblem {
  const { cost, errors, change } = { ...WEIGHTS, ...weights };
  return {
    states: SMALL_FLEET_STATES.length,
    actions: SMALL_FLEET_ACTIONS.length,
    discount: DISCOUNT,
    reward(state, _, next) {
      const [before, after] = [SMALL_FLEET_STATES[state].fleet, SMALL_FLEET_STATES[next].fleet];
      const penalty = (cost * after) / SIZE + errors * refusedShare(SMALL_FLEET_STATES[state].load, after);
      return -penalty - (after === before ? 0 : change);
    },
    transitions(state, action) {
      const { fleet, load } = SMALL_FLEET_STATES[state];
      const after = Math.min(Math.max(fleet + SMALL_FLEET_ACTIONS[action], 1), SIZE);
      return LOADS.map((next) => [
        numberOf({ fleet: after, load: next }),
        next === load ? 1 - LOAD_CHANGE : LOAD_CHANGE,
      ]);
    },
  };
}

/** A potential that prefers a fleet as large as its load and half again: phi = -2 |n - 1.5 load|. */
export function smallFleetPotential(state: number): number {
  const { fleet, load } = SMALL_FLEET_STATES[state];
  return -2 * Math.abs(fleet - 1.5 * load);
}

/** The small fleet with that potential's differences in its reward: see `shapedProblem`. */
export function shapedSmallFleet(): FiniteDecisionProblem {
  return shapedProblem(smallFleet(), smallFleetPotential);
}

/** The small fleet with what looks like the same help: the potential's penalty in each step, not its difference. */
export function preferringSmallFleet(): FiniteDecisionProblem {
  const base = smallFleet();
  return {
    ...base,
    reward: (state, action, next) => base.reward(state, action, next) + smallFleetPotential(next),
  };
}

function refusedShare(load: number, fleet: number): number {
  const arrivalRate = (load * SERVICE_RATE) / fleet;
  return mm1k({ arrivalRate, serviceRate: SERVICE_RATE, capacity: QUEUE_LIMIT }).blockingProbability;
}

function numberOf({ fleet, load }: SmallFleetState): number {
  return SMALL_FLEET_STATES.findIndex((state) => state.fleet === fleet && state.load === load);
}

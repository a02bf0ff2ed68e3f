import assert from "node:assert/strict";
import { test } from "node:test";
import {
  preferringSmallFleet,
  SMALL_FLEET_ACTIONS,
  SMALL_FLEET_STATES,
  shapedSmallFleet,
  smallFleet,
} from "../../lib/study/shaping/small-fleet.js";
import {
  type FiniteDecisionProblem,
  shapedProblem,
  valueIteration,
} from "../../lib/study/shaping/value-iteration.js";
import { close } from "../queueing/close.js";

/** Two states; action 1 moves to the other, action 0 stays. State 1 earns 1 a step. */
const twoStates: FiniteDecisionProblem = {
  states: 2,
  actions: 2,
  discount: 0.5,
  reward: (_, __, next) => next,
  transitions: (state, action) => [[action === 1 ? 1 - state : state, 1]],
};

test("two states by hand: V = 1/(1 - gamma) in both, and the best actions lead to the one that earns", () => {
  const { values, actions } = valueIteration(twoStates);
  close(values[0], 2, 1e-9);
  close(values[1], 2, 1e-9);
  assert.deepEqual(actions, [1, 0]);
});

test("a potential moves every value by its own and no action (Eq. study.shaping)", () => {
  for (const potential of [(state: number) => -7 * state, (state: number) => 3 - 20 * state]) {
    const [plain, shaped] = [twoStates, shapedProblem(twoStates, potential)].map(valueIteration);
    assert.deepEqual(shaped.actions, plain.actions);
    for (const [state, value] of shaped.values.entries())
      close(value, plain.values[state] - potential(state), 1e-9);
  }
});

test("in the small fleet a potential leaves the best policy alone, a term or another weight does not", () => {
  const plain = valueIteration(smallFleet());
  assert.deepEqual(valueIteration(shapedSmallFleet()).actions, plain.actions);
  for (const changed of [
    preferringSmallFleet(),
    smallFleet({ change: 1 }),
    smallFleet({ cost: 10 }),
    smallFleet({ errors: 25 }),
  ])
    assert.notDeepEqual(valueIteration(changed).actions, plain.actions);
});

test("a price of changes holds in states in which the write-up's prices would not, never the other way round", () => {
  const [plain, priced] = [smallFleet(), smallFleet({ change: 1 })].map((problem) =>
    valueIteration(problem).actions.map((action) => SMALL_FLEET_ACTIONS[action]),
  );
  for (const [i, { fleet, load }] of SMALL_FLEET_STATES.entries())
    if (priced[i] !== plain[i]) assert.equal(priced[i], 0, `${fleet} at ${load}`);
});

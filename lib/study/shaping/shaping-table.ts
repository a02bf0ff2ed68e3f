import type { TableDefinition } from "../../report/index.js";
import {
  preferringSmallFleet,
  SMALL_FLEET_ACTIONS,
  SMALL_FLEET_STATES,
  shapedSmallFleet,
  smallFleet,
} from "./small-fleet.js";
import { type FiniteDecisionProblem, valueIteration } from "./value-iteration.js";

const REWARDS: readonly (readonly [label: string, problem: () => FiniteDecisionProblem])[] = [
  ["the write-up's prices", () => smallFleet()],
  ["with a potential", shapedSmallFleet],
  ["the potential as a penalty", preferringSmallFleet],
  ["with 1 a change", () => smallFleet({ change: 1 })],
  ["with 10 a fleet, in place of 5", () => smallFleet({ cost: 10 })],
];
const SIGNS: Readonly<Record<number, string>> = { [-1]: "−", 0: "0", 1: "+" };
const LOADS = [...new Set(SMALL_FLEET_STATES.map(({ load }) => load))];

/** Best actions of the small fleet under several rewards. */
export const shapingTable: TableDefinition = {
  id: "shaping",
  title: "A potential leaves the best policy alone, other changes of a reward do not",
  caption:
    "The best action of a small fleet (up to five containers of M/M/1/8, a load that jumps between two levels) by value iteration, from one container to five: one more (+), one less (−) or hold (0), under the write-up's prices " +
    "of the fleet and of errors and under changes of the reward; last, in how many of the ten states it differs from the first row's.",
  inputs: [],
  columns: [
    { key: "reward", title: "reward" },
    ...LOADS.map((load) => ({ key: `load${load}`, title: `load ${load}`, align: "center" as const })),
    { key: "changed", title: "changed", format: { digits: 0 } },
  ],
  rows() {
    const best = REWARDS.map(([, problem]) => valueIteration(problem()).actions);
    return REWARDS.map(([reward], i) => ({
      reward,
      ...Object.fromEntries(LOADS.map((load) => [`load${load}`, actionsAt(best[i], load)])),
      changed: best[i].filter((action, state) => action !== best[0][state]).length,
    }));
  },
};

function actionsAt(actions: readonly number[], load: number): string {
  return actions
    .filter((_, state) => SMALL_FLEET_STATES[state].load === load)
    .map((action) => SIGNS[SMALL_FLEET_ACTIONS[action]])
    .join(" ");
}

import { WRITEUP_REWARD_RANGES } from "../../cluster/index.js";
import { numberText, type TableDefinition } from "../../report/index.js";
import { effects, OUTCOMES, ownWeight, SENSITIVITY_INPUTS } from "./effects.js";
import { WEIGHT_NAMES } from "./experiment.js";

const points = { style: "percent", digits: 1 } as const;

/** What each of the eight weights does over its range. */
export const sensitivityTable: TableDefinition = {
  id: "sensitivity",
  title: "The write-up's eight weights over its ranges",
  caption:
    "What raising a weight from the lowest to the highest value of the write-up's range does to the agent at $N = 5$ on its own simulator (300,000 steps, batched settings), the others held: churn, fleet and violations in points, " +
    "users served a container-second. Linear regression over the points of a space-filling design (means over training seeds), with 95 % intervals. Last row: share of the variance that the regression tells (for users served, out of 1).",
  ...SENSITIVITY_INPUTS,
  columns: [
    { key: "weight", title: "weight" },
    { key: "range", title: "range (own)" },
    { key: "churn_rate", title: "churn", format: points },
    { key: "fleet_share", title: "fleet", format: points },
    { key: "sla_violation_rate", title: "violations", format: points },
    { key: "users_per_container", title: "served", format: { digits: 2 } },
  ],
  rows(data) {
    const found = OUTCOMES.map((outcome) => [outcome, effects(data, outcome)] as const);
    if (found.every(([, one]) => one === undefined)) return [];
    const told = found.map(([outcome, one]) => [outcome, one?.explained ?? null] as const);
    return [
      ...WEIGHT_NAMES.map((weight, i) => {
        const [lowest, highest] = WRITEUP_REWARD_RANGES[weight];
        return {
          weight,
          range: `${text(lowest)}–${text(highest)} (${text(ownWeight(weight))})`,
          ...Object.fromEntries(found.map(([outcome, one]) => [outcome, one?.slopes[i] ?? null])),
        };
      }),
      {
        weight: "variance told",
        range: `${found[0][1]?.runs ?? 0} runs at ${found[0][1]?.points ?? 0} points`,
        ...Object.fromEntries(told),
      },
    ];
  },
};

function text(value: number): string {
  return numberText(value, { style: "significant", digits: 3 }).replace(/\.?0+$/, "");
}
